package org.panjika.payroll;

import java.util.ArrayList;
import java.util.List;

/**
 * How the sessions of a person's month are paid; those in none of the four are not this institution's. Two of them differ by
 * changes, and changes make one from the other: that is all an adjustment is (C17).
 */
public record PaidFor(Sessions full, Sessions half, Sessions none, Sessions held) {

    public static final PaidFor NOTHING = new PaidFor(Sessions.NONE, Sessions.NONE, Sessions.NONE, Sessions.NONE);

    /** What a session is. */
    public enum As {
        FULL,
        HALF,
        NONE,
        HELD,
        /** Not in service here on that day. */
        NOT_HERE
    }

    /** Sessions that are paid otherwise. */
    public record Change(As was, As becomes, Sessions sessions) {}

    public static PaidFor of(Line line) {
        return new PaidFor(
                line.of(Figure.FULL_PAY), line.of(Figure.HALF_PAY), line.of(Figure.NO_PAY), line.of(Figure.HELD));
    }

    private Sessions as(As pay, Sessions month) {
        return switch (pay) {
            case FULL -> full;
            case HALF -> half;
            case NONE -> none;
            case HELD -> held;
            case NOT_HERE -> month.without(full).without(half).without(none).without(held);
        };
    }

    /**
     * What makes the other one from this one; nothing if they are the same.
     *
     * @param month all sessions of the month
     */
    public List<Change> to(PaidFor other, Sessions month) {
        var changes = new ArrayList<Change>();
        for (var was : As.values()) {
            for (var becomes : As.values()) {
                var sessions = as(was, month).in(other.as(becomes, month));
                if (was != becomes && !sessions.isEmpty()) changes.add(new Change(was, becomes, sessions));
            }
        }
        return changes;
    }

    /** With sessions paid otherwise from now on. */
    public PaidFor with(Change change) {
        var s = change.sessions();
        var rest = new PaidFor(full.without(s), half.without(s), none.without(s), held.without(s));
        return switch (change.becomes()) {
            case FULL -> new PaidFor(rest.full.and(s), rest.half, rest.none, rest.held);
            case HALF -> new PaidFor(rest.full, rest.half.and(s), rest.none, rest.held);
            case NONE -> new PaidFor(rest.full, rest.half, rest.none.and(s), rest.held);
            case HELD -> new PaidFor(rest.full, rest.half, rest.none, rest.held.and(s));
            case NOT_HERE -> rest;
        };
    }
}
