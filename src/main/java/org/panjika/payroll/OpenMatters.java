package org.panjika.payroll;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.panjika.attendance.Session;
import org.panjika.organisation.Institution;
import org.panjika.payroll.AbsenceOrder.Taken;
import org.panjika.payroll.OpenMatter.Kind;
import org.panjika.payroll.OpenMatter.Severity;
import org.panjika.payroll.Statement.State;
import org.panjika.payroll.jdbc.ProposalTable.Late;
import org.panjika.payroll.jdbc.UndecidedTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is still open in a statement, each with the way to cure it; nothing blocks the others (C16). */
@Component
public class OpenMatters {

    private static final String TASKS = "/camunda/app/tasklist/";

    private static final Set<State> SENT = EnumSet.of(State.SENT, State.ACCEPTED);

    /** So many sent months are looked back on. */
    private static final int EARLIER_MONTHS = LateChanges.RECENT_MONTHS;

    private final Severities severities;
    private final UndecidedTable table;
    private final Proposals proposals;
    private final Charges charges;
    private final Statements statements;

    OpenMatters(
            Severities severities, UndecidedTable table, Proposals proposals, Charges charges, Statements statements) {
        this.severities = severities;
        this.table = table;
        this.proposals = proposals;
        this.charges = charges;
        this.statements = statements;
    }

    /** How much what is open matters. */
    public interface Severities {
        Severity of(Kind kind);
    }

    /** What holds sessions first, then by name. */
    public List<OpenMatter> of(Statement statement) {
        return of(List.of(statement)).get(statement.institution());
    }

    /** The same of several institutions' statements of one month. */
    public Map<Institution, List<OpenMatter>> of(List<Statement> statements) {
        var found = new LinkedHashMap<Institution, List<OpenMatter>>();
        if (statements.isEmpty()) return found;
        var asked = asked(statements);
        statements.forEach(s -> found.put(s.institution(), of(s, asked)));
        return found;
    }

    /**
     * What is left over from the months before one that were sent, as the register gives it now: it has passed to this one, and is
     * settled by adjustment (C16, C17). The oldest of the last {@value #EARLIER_MONTHS} months first.
     */
    @Transactional
    public List<OpenMatter> before(Institution place, YearMonth month) {
        return IntStream.rangeClosed(1, EARLIER_MONTHS)
                .mapToObj(n -> month.minusMonths(EARLIER_MONTHS + 1L - n))
                .filter(m -> SENT.contains(statements.state(place, m)))
                .flatMap(m -> statements.now(List.of(place), m).stream())
                .flatMap(s -> of(s).stream())
                .toList();
    }

    private List<OpenMatter> of(Statement statement, Asked asked) {
        var place = statement.institution().code();
        var here = "/payroll/%s/institutions/%s".formatted(statement.month(), place);
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
                        list(statement, Kind.LATENESS, here + "/proposals", l -> asked.late(statement, l)
                                .without(asked.about(Kind.CONDONATION, l))),
                        list(statement, Kind.REPLY, here + "/proposals", l -> l.of(Figure.OPEN)
                                .in(l.of(Figure.ABSENT))
                                .without(asked.about(Kind.LEAVE, l))
                                .without(asked.about(Kind.CORRECTION, l))))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(OpenMatter::severity))
                .toList();
    }

    /** Half days that wait for an answer, by what they wait for; lateness that waits for the head. */
    private record Asked(Map<Matter, Sessions> all, Map<PersonAt, Sessions> late) {

        Sessions late(Statement statement, Line line) {
            var of = new PersonAt(
                    line.person().staffId(), statement.institution().id());
            return late.getOrDefault(of, Sessions.NONE);
        }

        Sessions about(Kind kind, Line line) {
            return all.getOrDefault(new Matter(kind, line.person().staffId()), Sessions.NONE);
        }
    }

    private record Matter(Kind kind, long staffId) {}

    private record PersonAt(long staffId, long institutionId) {}

    private Asked asked(List<Statement> statements) {
        var month = statements.get(0).month();
        var people = statements.stream()
                .flatMap(s -> s.lines().stream())
                .map(l -> l.person().staffId())
                .distinct()
                .toList();
        var all = new HashMap<Matter, Sessions>();
        table.of(month, people).forEach(u -> all.merge(new Matter(u.kind(), u.staffId()), u.sessions(), Sessions::and));
        var late = new HashMap<PersonAt, Sessions>();
        waitingForTheHead(month, statements)
                .forEach(l -> late.merge(
                        new PersonAt(l.staffId(), l.institutionId()),
                        Sessions.of(l.day(), Session.FORENOON),
                        Sessions::and));
        return new Asked(all, late);
    }

    /** Lateness that sending would not take from leave: it is contested, may still be answered, or no casual leave is left (BR-20). */
    private List<Late> waitingForTheHead(YearMonth month, List<Statement> statements) {
        var places = statements.stream().map(s -> s.institution().id()).toList();
        var late = proposals.lateUndecided(month, places);
        var people = late.stream().map(Late::staffId).collect(Collectors.toSet());
        var taken = charges.outlook(places, month.plusMonths(1).atDay(1), people).stream()
                .map(Taken::due)
                .filter(d -> d.kind() == Proposal.Kind.LATENESS)
                .map(d -> new PersonsDay(d.staffId(), d.day()))
                .collect(Collectors.toSet());
        return late.stream()
                .filter(l -> !taken.contains(new PersonsDay(l.staffId(), l.day())))
                .toList();
    }

    private record PersonsDay(long staffId, LocalDate day) {}

    private List<OpenMatter> list(Statement statement, Kind kind, String link, Function<Line, Sessions> open) {
        var found =
                statement.lines().stream().filter(l -> !open.apply(l).isEmpty()).toList();
        if (found.isEmpty()) return List.of();
        var severity = severities.of(kind);
        return found.stream()
                .map(l -> new OpenMatter(kind, severity, l.person(), statement.month(), open.apply(l), link))
                .toList();
    }
}
