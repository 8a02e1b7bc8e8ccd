package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import org.camunda.bpm.model.bpmn.instance.Expression;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;

/** Whether the engine can read the timers; a moment names its zone, so that no server's own zone moves it. */
class TimerChecks {

    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?");
    private static final Pattern ZONE = Pattern.compile("Z|[+-]\\d\\d:?\\d\\d");

    private final String file;
    private final Process process;

    TimerChecks(String file, Process process) {
        this.file = file;
        this.process = process;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (var timer : Places.all(process, TimerEventDefinition.class)) {
            judge(timer)
                    .ifPresent(check -> findings.add(
                            Finding.of(check, file, Places.around(timer.getParentElement()), "what", text(timer))));
        }
        return findings;
    }

    private static Optional<Check> judge(TimerEventDefinition timer) {
        var text = text(timer);
        if (text.startsWith("${") || text.startsWith("#{")) return Optional.empty();
        if (timer.getTimeDate() != null) return moment(text);
        if (timer.getTimeDuration() != null) return unless(text, TimerChecks::isDuration);
        return timer.getTimeCycle() == null ? Optional.of(Check.TIMER_UNREADABLE) : cycle(text);
    }

    private static Optional<Check> moment(String text) {
        var read = MOMENT.matcher(text);
        if (!read.lookingAt()) return Optional.of(Check.TIMER_UNREADABLE);
        var rest = text.substring(read.end());
        if (rest.isEmpty()) return Optional.of(Check.TIMER_WITHOUT_ZONE);
        return unless(rest, r -> ZONE.matcher(r).matches());
    }

    /** R, a number of times, perhaps a first moment, and a duration. A cron line reads the server's zone. */
    private static Optional<Check> cycle(String text) {
        var parts = List.of(text.split("/"));
        if (!parts.get(0).matches("R\\d*")) {
            return Optional.of(text.contains(" ") ? Check.TIMER_WITHOUT_ZONE : Check.TIMER_UNREADABLE);
        }
        if (parts.size() == 2) return unless(parts.get(1), TimerChecks::isDuration);
        if (parts.size() != 3) return Optional.of(Check.TIMER_UNREADABLE);
        return moment(parts.get(1)).or(() -> unless(parts.get(2), TimerChecks::isDuration));
    }

    private static Optional<Check> unless(String text, Predicate<String> good) {
        return good.test(text) ? Optional.empty() : Optional.of(Check.TIMER_UNREADABLE);
    }

    private static boolean isDuration(String text) {
        try {
            DatatypeFactory.newInstance().newDuration(text);
            return text.startsWith("P");
        } catch (IllegalArgumentException e) {
            return false;
        } catch (DatatypeConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(TimerEventDefinition timer) {
        for (Expression one : new Expression[] {timer.getTimeDate(), timer.getTimeDuration(), timer.getTimeCycle()}) {
            if (one != null) return one.getTextContent().strip();
        }
        return "";
    }
}
