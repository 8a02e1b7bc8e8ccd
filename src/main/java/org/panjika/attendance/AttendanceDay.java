package org.panjika.attendance;

import java.util.Optional;
import java.util.Set;

/**
 * What one person's day reads, as {@link DayRegister#fold} makes it from marks and entries.
 *
 * @param lateMinutes minutes after the start, 0 if on time; only of a session that reads PRESENT or DUTY
 * @param earlyMinutes minutes before the end, 0 if none
 */
public record AttendanceDay(
        Line forenoon,
        Line afternoon,
        Optional<String> leaveType,
        Optional<Mark> in,
        Optional<Mark> out,
        int lateMinutes,
        int earlyMinutes,
        Set<Flag> flags) {

    /**
     * A session and where its status comes from.
     *
     * @param source empty: nobody has said anything
     */
    public record Line(SessionStatus status, Optional<Origin> source) {}

    /** Where a status comes from: the marks, or an entry of some source. */
    public enum Origin {
        /** Leave is asked for in a session about which nobody has said anything else (C13). */
        LEAVE_PENDING,
        MARK,
        ROLL,
        FAULT,
        CONFIRMATION,
        CORRECTION,
        PAY,
        LEAVE
    }

    /** What somebody should look at. */
    public enum Flag {
        MISSING_OUT,
        LATE,
        LEFT_EARLY,
        /** Leave is asked for and not decided (C13). */
        LEAVE_PENDING,
        /** Present by a mark, or since by the roll, on a day of approved leave: the leave should be curtailed (C13). */
        MARKED_ON_LEAVE,
        /** A mark contradicts what the roll says. */
        ROLL_CONTRADICTED,
        /** The in-charge's own line (C4). */
        SELF_ENTERED,
        /** Called to work on a holiday by a duty order; offered for compensatory leave (C8). */
        HOLIDAY_DUTY
    }

    public Line line(Session session) {
        return session == Session.FORENOON ? forenoon : afternoon;
    }
}
