package org.panjika.payroll;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.panjika.attendance.Session;

/**
 * A set of half days of a month. A figure of a statement is such a set: its size is what is printed, its elements are the days
 * behind it. Half days are whole numbers here; nothing is ever a fraction.
 *
 * @param bits bit 2 × (day of month - 1) is the forenoon of a day, the next one its afternoon
 */
public record Sessions(long bits) {

    public static final Sessions NONE = new Sessions(0);

    private static final int A_DAY = 2;

    public Sessions {
        if (bits < 0 || bits >>> (31 * A_DAY) != 0) throw new IllegalArgumentException("more than a month");
    }

    public static Sessions of(int dayOfMonth, Session session) {
        return new Sessions(1L << (A_DAY * (dayOfMonth - 1) + session.ordinal()));
    }

    public static Sessions of(LocalDate day, Session session) {
        return of(day.getDayOfMonth(), session);
    }

    /** Both sessions of a day. */
    public static Sessions ofDay(LocalDate day) {
        return of(day, Session.FORENOON).and(of(day, Session.AFTERNOON));
    }

    /** How many half days. */
    public int count() {
        return Long.bitCount(bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public boolean has(LocalDate day, Session session) {
        return !in(of(day, session)).isEmpty();
    }

    /** Those of either. */
    public Sessions and(Sessions others) {
        return new Sessions(bits | others.bits);
    }

    /** Those of both. */
    public Sessions in(Sessions others) {
        return new Sessions(bits & others.bits);
    }

    public Sessions without(Sessions others) {
        return new Sessions(bits & ~others.bits);
    }

    /** The days behind it in order, with the sessions of each. */
    public SortedMap<LocalDate, Set<Session>> days(YearMonth month) {
        var days = new TreeMap<LocalDate, Set<Session>>();
        LongStream.range(0, (long) month.lengthOfMonth() * A_DAY)
                .filter(n -> (bits >>> n & 1) == 1)
                .forEach(n -> days.computeIfAbsent(month.atDay((int) n / A_DAY + 1), d -> EnumSet.noneOf(Session.class))
                        .add(Session.values()[(int) n % A_DAY]));
        return days;
    }

    /** In days for a reader, such as 12, 12½ or ½. */
    public String inDays() {
        return inDays(count());
    }

    /** Half days as days for a reader. */
    public static String inDays(int halfDays) {
        var whole = halfDays / A_DAY;
        if (halfDays % A_DAY == 0) return String.valueOf(whole);
        return whole == 0 ? "½" : whole + "½";
    }
}
