package org.panjika.attendance;

/**
 * The figures lateness is measured by in a regime; they come from {@code punctuality.dmn} (BR-20).
 *
 * @param applies whether lateness costs anything at all
 * @param graceMinutes so many minutes late are not late
 * @param halfLeaveFromMinutes from so many minutes on it is half a casual leave, condoned or not
 * @param freeDays days a month that cost nothing when permitted or condoned
 * @param earlyOnlyFlagged whether leaving early is shown and costs nothing; else its minutes count like late ones
 */
public record PunctualityLimits(
        boolean applies, int graceMinutes, int halfLeaveFromMinutes, int freeDays, boolean earlyOnlyFlagged) {}
