package org.panjika.payroll;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.panjika.payroll.OpenMatter.Kind;
import org.panjika.payroll.OpenMatter.Severity;
import org.panjika.payroll.jdbc.UndecidedTable;
import org.panjika.payroll.jdbc.UndecidedTable.Undecided;
import org.springframework.stereotype.Component;

/** What is still open in a statement, each with the way to cure it; nothing blocks the others (C16). */
@Component
public class OpenMatters {

    private static final String TASKS = "/camunda/app/tasklist/";

    private final Severities severities;
    private final UndecidedTable table;

    OpenMatters(Severities severities, UndecidedTable table) {
        this.severities = severities;
        this.table = table;
    }

    /** How much what is open matters. */
    public interface Severities {
        Severity of(Kind kind);
    }

    /** What holds sessions first, then by name. */
    public List<OpenMatter> of(Statement statement) {
        var place = statement.institution().code();
        var here = "/payroll/%s/institutions/%s".formatted(statement.month(), place);
        var asked = asked(statement);
        return Stream.of(
                        list(statement, Kind.UNMARKED, "/corrections/new?institution=" + place, l -> l.of(Figure.HELD)
                                .in(l.of(Figure.UNMARKED))),
                        list(statement, Kind.CERTIFICATE, here + "/certificates", l -> l.of(Figure.HELD)
                                .in(l.of(Figure.OFF_PORTAL))),
                        list(statement, Kind.DOUBTFUL, TASKS, l -> l.of(Figure.DOUBTFUL)),
                        list(statement, Kind.TECHNICAL, "/faults", l -> l.of(Figure.TECHNICAL)),
                        list(
                                statement,
                                Kind.LEAVE,
                                "/institutions/%s/leave/%s".formatted(place, statement.month()),
                                l -> asked.about(Kind.LEAVE, l).in(l.of(Figure.OPEN))),
                        list(statement, Kind.CORRECTION, "/corrections", l -> asked.about(Kind.CORRECTION, l)
                                .in(l.of(Figure.OPEN))),
                        list(statement, Kind.CONDONATION, TASKS, l -> asked.about(Kind.CONDONATION, l)
                                .in(l.of(Figure.LATE))),
                        list(statement, Kind.REPLY, here + "/proposals", l -> l.of(Figure.OPEN)
                                .in(l.of(Figure.ABSENT))
                                .without(asked.about(Kind.LEAVE, l))
                                .without(asked.about(Kind.CORRECTION, l))))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(OpenMatter::severity))
                .toList();
    }

    private record Asked(List<Undecided> all) {

        Sessions about(Kind kind, Line line) {
            return all.stream()
                    .filter(u ->
                            u.kind() == kind && u.staffId() == line.person().staffId())
                    .map(Undecided::sessions)
                    .reduce(Sessions.NONE, Sessions::and);
        }
    }

    private Asked asked(Statement statement) {
        var people = statement.lines().stream().map(l -> l.person().staffId()).toList();
        return new Asked(table.of(statement.month(), people));
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
