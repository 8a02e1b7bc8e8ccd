package org.panjika.correction;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.correction.jdbc.CorrectionHistoryTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.problem.Named;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an institution has had corrected, for those who decide about it: nobody is accused, something is pointed at. */
@Service
public class CorrectionHistory {

    private static final int MONTHS = 6;
    private static final int PEOPLE = 5;

    private final CorrectionHistoryTable table;
    private final SettingsInForce settings;
    private final Clock clock;

    CorrectionHistory(CorrectionHistoryTable table, SettingsInForce settings, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    /** How many corrections an authority approved in a month. */
    public record Count(YearMonth month, String authority, int approved) {}

    /**
     * A person and the approved corrections that name him.
     *
     * @param times within the days looked at
     * @param mean of the people at the institutions with the same parent, without this one
     * @param striking whether that is far above them
     */
    public record Person(
            long staffId,
            String employeeCode,
            String name,
            Optional<String> nameHi,
            int times,
            double mean,
            boolean striking) {

        /** English, and Hindi where it is known. */
        public String bothNames() {
            return Named.both(name, nameHi);
        }

        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }
    }

    /**
     * What is far above the neighbours: settings {@code correctionHintDays}, {@code correctionHintCount} and {@code
     * correctionHintTimes} (C1).
     *
     * @param days looked back
     * @param least from so many corrections on
     * @param times and more than so many times the neighbours' mean
     */
    public record Measure(int days, int least, int times) {

        boolean striking(int count, double mean) {
            return count >= least && count > times * mean;
        }
    }

    /**
     * An institution's history.
     *
     * @param counts of six months, newest first
     * @param approved within the days of the measure
     * @param mean of the institutions with the same parent, without this one; empty: it has none beside it
     * @param people most often corrected within those days, the most frequent first
     * @param striking whether the institution is far above those beside it
     */
    public record History(
            Measure measure,
            List<Count> counts,
            int approved,
            Optional<Double> mean,
            List<Person> people,
            boolean striking) {}

    /** The history for who looks at an institution from an office above it; empty for anybody else. */
    @Transactional(readOnly = true)
    public Optional<History> of(Caller caller, Institution institution) {
        return caller.supervises(institution) && !caller.inChargeOf().contains(institution)
                ? Optional.of(of(institution))
                : Optional.empty();
    }

    private Measure measure(Institution institution, LocalDate day) {
        var said = settings.at(institution, day);
        return new Measure(
                Integer.parseInt(said.get(Setting.CORRECTION_HINT_DAYS)),
                Integer.parseInt(said.get(Setting.CORRECTION_HINT_COUNT)),
                Integer.parseInt(said.get(Setting.CORRECTION_HINT_TIMES)));
    }

    /** The same for the form of a task, which only those see who decide. */
    @Transactional(readOnly = true)
    public History of(Institution institution) {
        var today = LocalDate.now(clock);
        var measure = measure(institution, today);
        var from = today.minusDays(measure.days()).atStartOfDay(clock.getZone()).toInstant();
        var near = table.near(institution.id(), from, today);
        var mean = near.others() == 0 ? Optional.<Double>empty() : Optional.of(near.theirs() / (double) near.others());
        var people = table.people(institution.id(), from, today, PEOPLE).stream()
                .map(p -> new Person(
                        p.staffId(),
                        p.employeeCode(),
                        p.name(),
                        p.nameHi(),
                        p.times(),
                        p.mean(),
                        measure.striking(p.times(), p.mean())))
                .toList();
        return new History(
                measure,
                table.counts(institution.id(), YearMonth.from(today).minusMonths(MONTHS - 1L), clock.getZone()),
                near.own(),
                mean,
                people,
                mean.filter(m -> measure.striking(near.own(), m)).isPresent());
    }
}
