package org.panjika.payroll;

import java.util.Locale;
import java.util.Set;

/**
 * What a line of a statement says, each a set of sessions. {@link #FULL_PAY}, {@link #HALF_PAY}, {@link #NO_PAY} and {@link #HELD}
 * exclude one another and add up to {@link #PAYABLE}: the month at this institution in service.
 */
public enum Figure {
    PAYABLE,
    FULL_PAY,
    HALF_PAY,
    NO_PAY,
    /** Neither paid nor refused until somebody decides (C16). */
    HELD,
    PRESENT,
    TOUR,
    DUTY,
    TECHNICAL,
    /** A mark to be confirmed. */
    DOUBTFUL,
    UNMARKED,
    /** Unauthorised absence. */
    ABSENT,
    /** At an office outside the portal (RJ-12). */
    OFF_PORTAL,
    /** Forenoons of days on which the person came late. */
    LATE,
    /** Paid, though something about it is not decided (C16). */
    OPEN,
    /** Paid before the register was read (C16). */
    PROVISIONAL,
    SUSPENDED;

    /** How a session is paid: each has one. */
    public static final Set<Figure> PAY = Set.of(FULL_PAY, HALF_PAY, NO_PAY, HELD);

    /** Its column in tables and lists. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
