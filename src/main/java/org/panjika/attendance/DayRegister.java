package org.panjika.attendance;

import static org.panjika.attendance.SessionStatus.ABSENT;
import static org.panjika.attendance.SessionStatus.DUTY;
import static org.panjika.attendance.SessionStatus.HOLIDAY;
import static org.panjika.attendance.SessionStatus.PRESENT;
import static org.panjika.attendance.SessionStatus.TECHNICAL;
import static org.panjika.attendance.SessionStatus.TO_BE_CONFIRMED;
import static org.panjika.attendance.SessionStatus.UNMARKED;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.AttendanceDay.Flag;
import org.panjika.attendance.AttendanceDay.Line;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.DayEntry.Source;

/** The only place where marks and entries become what a day reads (C8, C9, C13). */
public final class DayRegister {

    private DayRegister() {}

    /**
     * Folds all facts about one person's day.
     *
     * <p>Precedence in a session, strongest first: leave, correction and what was said with the pay, confirmation, a settled
     * fault, a mark, the roll. A doubtful mark gives way to whatever the roll says. TECHNICAL is what a session reads that a
     * fault covers and that would read UNMARKED or TO_BE_CONFIRMED without it: it hides no presence and nobody's word (C15). As
     * long as leave is asked for and not decided, nobody is absent: ABSENT reads UNMARKED, and an UNMARKED session is recorded
     * as LEAVE_PENDING (C13).
     *
     * @param expected sessions in which the person is expected; the others read HOLIDAY
     * @param over whether the day has ended and the person was to leave from here, so that an OUT not made is missing (C10)
     */
    public static AttendanceDay fold(
            WorkingHours hours,
            Set<Session> expected,
            Collection<Mark> marks,
            Collection<DayEntry> entries,
            boolean over) {
        var in = marks.stream()
                .filter(m -> m.kind() == Mark.Kind.IN && m.effective())
                .min(Comparator.comparing(Mark::capturedAt).thenComparing(Mark::id));
        // who comes to school after a duty elsewhere is there from then on (C8)
        var arrival = marks.stream()
                .filter(m -> m.kind() == Mark.Kind.IN && m.effective())
                .max(Comparator.comparing(Mark::capturedAt).thenComparing(Mark::id));
        var out = marks.stream()
                .filter(m -> m.kind() == Mark.Kind.OUT && m.effective())
                .max(Comparator.comparing(Mark::capturedAt).thenComparing(Mark::id));
        // nobody leaves before coming: such an OUT is a slip, or the end of the duty elsewhere
        var leaving = out.filter(o ->
                arrival.filter(a -> o.capturedAt().isBefore(a.capturedAt())).isEmpty());
        var flags = EnumSet.noneOf(Flag.class);
        var forenoon = line(Session.FORENOON, hours, expected, in, out, entries, flags);
        var afternoon = line(Session.AFTERNOON, hours, expected, arrival, leaving, entries, flags);

        var late = in.filter(m -> attends(m.capturedAt().isBefore(hours.boundary()) ? forenoon : afternoon))
                .map(m -> minutes(due(hours, expected, m.capturedAt()), m.capturedAt()))
                .orElse(0);
        // on half a day the forenoon is the last session, and the boundary the end
        var last = expected.contains(Session.AFTERNOON) ? afternoon : forenoon;
        var ends = expected.contains(Session.AFTERNOON) ? hours.ends() : hours.boundary();
        var early = leaving.filter(m -> in.isPresent() && attends(last))
                .map(m -> minutes(m.capturedAt(), ends))
                .orElse(0);
        if (late > 0) flags.add(Flag.LATE);
        if (early > 0) flags.add(Flag.LEFT_EARLY);
        if (over && in.isPresent() && leaving.isEmpty() && byMark(last)) flags.add(Flag.MISSING_OUT);
        if (expected.isEmpty() && in.filter(m -> !m.doubtful(true)).isPresent()) flags.add(Flag.HOLIDAY_DUTY);
        return new AttendanceDay(forenoon, afternoon, leaveType(entries), in, leaving, late, early, flags);
    }

    private static Line line(
            Session session,
            WorkingHours hours,
            Set<Session> expected,
            Optional<Mark> in,
            Optional<Mark> out,
            Collection<DayEntry> entries,
            Set<Flag> flags) {
        if (!expected.contains(session)) return new Line(HOLIDAY, Optional.empty());
        var said = said(session, hours, in, out, entries, flags);
        var pending = entries.stream().anyMatch(e -> e.pending(session));
        if (pending) flags.add(Flag.LEAVE_PENDING);
        var unmarked = said.status() == UNMARKED || said.status() == ABSENT && pending;
        var open = unmarked || said.status() == TO_BE_CONFIRMED;
        if (open && entries.stream().anyMatch(e -> e.technical(session))) {
            return new Line(TECHNICAL, Optional.of(Origin.FAULT));
        }
        return unmarked && pending ? new Line(UNMARKED, Optional.of(Origin.LEAVE_PENDING)) : said;
    }

    private static Line said(
            Session session,
            WorkingHours hours,
            Optional<Mark> in,
            Optional<Mark> out,
            Collection<DayEntry> entries,
            Set<Flag> flags) {
        var marked = byMarks(session, hours, in, out);
        var entry = entries.stream()
                .filter(e -> e.about(session).isPresent() && !e.technical(session) && !e.pending(session))
                .max(Comparator.comparing(DayEntry::source).thenComparing(DayEntry::entryNo));
        if (entry.isEmpty()) return marked;
        var said = new Line(
                entry.get().about(session).orElseThrow(),
                Optional.of(Origin.valueOf(entry.get().source().name())));
        var present = marked.status() == PRESENT || marked.status() == DUTY;
        if (present && said.status() == ABSENT && entry.get().source().compareTo(Source.FAULT) <= 0) {
            flags.add(Flag.ROLL_CONTRADICTED);
        }
        if (entry.get().source() == Source.ROLL && present) return marked;
        if (entry.get().source() == Source.LEAVE) {
            var marks = present && came(session, hours, in, out);
            if (marks || entries.stream().anyMatch(e -> calledToWork(e, session, entry.get()))) {
                flags.add(Flag.MARKED_ON_LEAVE);
            }
        }
        if (entry.get().source() == Source.ROLL && entry.get().own()) flags.add(Flag.SELF_ENTERED);
        return said;
    }

    /** Whether somebody came for the session: who comes in the forenoon of half a day's leave stays or not. */
    private static boolean came(Session session, WorkingHours hours, Optional<Mark> in, Optional<Mark> out) {
        return session == Session.FORENOON
                || in.filter(m -> !m.capturedAt().isBefore(hours.boundary())).isPresent()
                || out.filter(m -> !m.capturedAt().isBefore(hours.ends())).isPresent();
    }

    /** Whether the roll says since the leave was approved that the person is at work; before, the approver saw it. */
    private static boolean calledToWork(DayEntry entry, Session session, DayEntry leave) {
        return entry.source() == Source.ROLL
                && entry.entryNo() > leave.entryNo()
                && entry.about(session).filter(SessionStatus::atWork).isPresent();
    }

    /** C9: what the marks alone say about a session. */
    private static Line byMarks(Session session, WorkingHours hours, Optional<Mark> in, Optional<Mark> out) {
        var unmarked = new Line(UNMARKED, Optional.empty());
        if (in.isEmpty()) {
            // An OUT alone waits for its IN or for the head (C8).
            return session == Session.AFTERNOON
                            && out.isPresent()
                            && !out.get().capturedAt().isBefore(hours.boundary())
                    ? evidence(out.get(), false)
                    : unmarked;
        }
        var arrived = in.get().capturedAt();
        if (session == Session.FORENOON) {
            return arrived.isBefore(hours.boundary()) ? evidence(in.get(), true) : unmarked;
        }
        var leftBefore = out.filter(o -> o.capturedAt().isBefore(hours.boundary()));
        var notBelieved = out.isEmpty()
                && in.get()
                        .withoutOut()
                        .filter(d -> d == Mark.Decision.REJECTED)
                        .isPresent();
        return leftBefore.isPresent() || notBelieved ? unmarked : evidence(in.get(), true);
    }

    private static Line evidence(Mark mark, boolean inExists) {
        var status = mark.doubtful(inExists) ? TO_BE_CONFIRMED : mark.mode() == Mark.Mode.ON_DUTY ? DUTY : PRESENT;
        return new Line(status, Optional.of(Origin.MARK));
    }

    /** Who is expected in the afternoon only is not late in the forenoon (C5). */
    private static Instant due(WorkingHours hours, Set<Session> expected, Instant arrived) {
        return expected.contains(Session.FORENOON) ? hours.dueBefore(arrived) : hours.boundary();
    }

    private static boolean attends(Line line) {
        return (line.status() == PRESENT || line.status() == DUTY) && byMark(line);
    }

    private static boolean byMark(Line line) {
        return line.source().filter(s -> s == Origin.MARK).isPresent();
    }

    private static int minutes(Instant from, Instant to) {
        return (int) Math.max(0, Duration.between(from, to).toMinutes());
    }

    private static Optional<String> leaveType(Collection<DayEntry> entries) {
        return entries.stream()
                .filter(e -> e.source() == Source.LEAVE && e.leaveType().isPresent())
                .max(Comparator.comparing(DayEntry::entryNo))
                .flatMap(DayEntry::leaveType);
    }
}
