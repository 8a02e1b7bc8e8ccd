package org.panjika.payroll;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.panjika.payroll.OpenMatter.Kind;
import org.panjika.payroll.OpenMatter.Severity;
import org.springframework.stereotype.Component;

/** What is still open in a statement, each with the way to cure it; nothing blocks the others (C16). */
@Component
public class OpenMatters {

    private final Severities severities;

    OpenMatters(Severities severities) {
        this.severities = severities;
    }

    /** How much what is open matters. */
    public interface Severities {
        Severity of(Kind kind);
    }

    /** What holds sessions first, then by name. */
    public List<OpenMatter> of(Statement statement) {
        var place = statement.institution().code();
        var here = "/payroll/%s/institutions/%s".formatted(statement.month(), place);
        return Stream.of(
                        list(statement, Kind.UNMARKED, "/corrections/new?institution=" + place, l -> l.of(Figure.HELD)
                                .in(l.of(Figure.UNMARKED))),
                        list(statement, Kind.CERTIFICATE, here + "/certificates", l -> l.of(Figure.HELD)
                                .in(l.of(Figure.OFF_PORTAL))),
                        list(statement, Kind.DOUBTFUL, "/camunda/app/tasklist/", l -> l.of(Figure.DOUBTFUL)),
                        list(statement, Kind.TECHNICAL, "/faults", l -> l.of(Figure.TECHNICAL)),
                        list(
                                statement,
                                Kind.LEAVE,
                                "/institutions/%s/leave/%s".formatted(place, statement.month()),
                                l -> l.of(Figure.OPEN).in(l.of(Figure.UNMARKED))),
                        list(statement, Kind.REPLY, here + "/proposals", l -> l.of(Figure.OPEN)
                                .in(l.of(Figure.ABSENT))))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(OpenMatter::severity))
                .toList();
    }

    private List<OpenMatter> list(Statement statement, Kind kind, String link, Function<Line, Sessions> open) {
        var found =
                statement.lines().stream().filter(l -> !open.apply(l).isEmpty()).toList();
        if (found.isEmpty()) return List.of();
        var severity = severities.of(kind);
        return found.stream()
                .map(l -> new OpenMatter(kind, severity, l.person(), open.apply(l), link))
                .toList();
    }
}
