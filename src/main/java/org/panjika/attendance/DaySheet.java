package org.panjika.attendance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.AttendanceDay.Flag;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.organisation.Institution;

/**
 * One page of an institution's day register.
 *
 * @param lines everybody expected that day, by name
 * @param elsewhere who is posted here and works elsewhere that day (C5); counted there, off-portal staff nowhere
 */
public record DaySheet(Institution institution, Terms terms, List<Line> lines, List<Elsewhere> elsewhere, Instant now) {

    /** How the day goes at the institution. */
    public record Terms(
            LocalDate day,
            Attempt.Place.Mode mode,
            boolean working,
            Optional<String> holiday,
            Optional<String> holidayHi,
            WorkingHours hours) {

        /** The holiday's name in the given language. */
        public Optional<String> holiday(String language) {
            return language.equals("hi") ? holidayHi.or(() -> holiday) : holiday;
        }
    }

    /**
     * One person's line.
     *
     * @param leaveType the kind of leave of the day; of two, the one granted later
     * @param remark what the in-charge noted in the roll
     */
    public record Line(
            long staffId,
            String employeeCode,
            String name,
            Optional<String> nameHi,
            String designation,
            Half forenoon,
            Half afternoon,
            Optional<String> leaveType,
            Optional<Instant> in,
            Optional<Instant> out,
            int lateMinutes,
            int earlyMinutes,
            Set<Flag> flags,
            Optional<String> remark) {

        public Half half(Session session) {
            return session == Session.FORENOON ? forenoon : afternoon;
        }

        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }

        /** Where the day's statuses come from: the forenoon's, else the afternoon's. */
        public Optional<Origin> source() {
            return forenoon.source().or(afternoon::source);
        }

        /** Whether the person is expected in a session. */
        boolean expected(Session session) {
            return half(session).status() != SessionStatus.HOLIDAY;
        }
    }

    /**
     * One session of a line.
     *
     * @param leave the kind of leave where it reads so: two half days of one day may be of two kinds (C13)
     */
    public record Half(SessionStatus status, Optional<Origin> source, Optional<String> leave) {

        /** Whether leave is asked for and nobody has said anything else; it counts as recorded (C13). */
        public boolean pending() {
            return source.filter(s -> s == Origin.LEAVE_PENDING).isPresent();
        }

        /** What pages show: the status, or that leave is asked for. */
        public String word() {
            return pending() ? Origin.LEAVE_PENDING.name() : status.name();
        }

        /** C6. */
        boolean recorded() {
            return status != SessionStatus.UNMARKED || pending();
        }

        /** Whether the roll may say something about it: nobody has, or the roll itself has. */
        public boolean open() {
            return status == SessionStatus.UNMARKED
                    || status == SessionStatus.TECHNICAL
                    || source.filter(s -> s == Origin.ROLL).isPresent();
        }
    }

    /**
     * Who is posted here and works elsewhere.
     *
     * @param place name of the institution or office
     * @param offPortal whether it is not on the portal, so that the person marks himself without a fence (RJ-12)
     */
    public record Elsewhere(
            String employeeCode,
            String name,
            Optional<String> nameHi,
            String designation,
            String place,
            boolean offPortal,
            Optional<Instant> in,
            Optional<Instant> out) {

        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }
    }

    /** How many people are expected in any session. */
    public int expected() {
        return (int) lines.stream()
                .filter(l -> l.expected(Session.FORENOON) || l.expected(Session.AFTERNOON))
                .count();
    }

    /**
     * How many have a status other than UNMARKED, or have asked for leave, in each session that has begun; before the day starts:
     * in every session.
     */
    public int recorded() {
        return (int) lines.stream()
                .filter(l ->
                        sessionsThatCount().stream().allMatch(s -> l.half(s).recorded()))
                .filter(l -> l.expected(Session.FORENOON) || l.expected(Session.AFTERNOON))
                .count();
    }

    /** C6: everybody expected has a status; false where nobody is expected. */
    public boolean complete() {
        return expected() > 0 && recorded() == expected();
    }

    /** C10: whether the day is over for entry by hand. */
    public boolean closed() {
        return !now.isBefore(terms.hours().closes());
    }

    private List<Session> sessionsThatCount() {
        var begun = Arrays.stream(Session.values())
                .filter(s -> terms.hours().begun(s, now))
                .toList();
        return begun.isEmpty() ? List.of(Session.values()) : begun;
    }
}
