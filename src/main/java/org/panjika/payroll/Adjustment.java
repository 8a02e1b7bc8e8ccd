package org.panjika.payroll;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;
import org.panjika.payroll.PaidFor.Change;

/**
 * Sessions of a month that was sent which are paid otherwise, posted in the open month (C17).
 *
 * @param institution code of the institution whose statement is adjusted
 * @param request what it comes from: a correction, an application, a fault
 */
public record Adjustment(
        long number,
        Line.Person person,
        String institution,
        YearMonth month,
        YearMonth openMonth,
        Change change,
        Cause cause,
        Optional<UUID> request,
        Instant at) {

    /** Why a session reads otherwise than it was sent. */
    public enum Cause {
        CORRECTION,
        LEAVE,
        FAULT,
        /** A mark in doubt was decided. */
        CONFIRMATION,
        /** A proposed deduction has run its course, or was taken back. */
        ABSENCE,
        CERTIFICATE,
        /** It was paid before the register was read (C16). */
        PROVISIONAL,
        /** A mark delivered late, or anything else the register says now. */
        REGISTER,
        /** Somebody is expected who was not, or the other way round. */
        CALENDAR,
        /** Posted or in service otherwise than was known. */
        POSTING,
        /** The line was opened again: what had been adjusted is in the new version. */
        RETURNED
    }

    /** Address of what it comes from: the request, the fault; where there is none the person's month. */
    public String link() {
        var id = request.map(UUID::toString).orElse("");
        return switch (id.isEmpty() ? Cause.REGISTER : cause) {
            case CORRECTION -> "/corrections/" + id;
            case LEAVE -> "/leave/applications/" + id;
            case FAULT -> "/faults/" + id;
            default -> "/payroll/%s/institutions/%s/people/%s".formatted(month, institution, person.employeeCode());
        };
    }

    /** Whether money goes to the person or comes back. */
    public enum Direction {
        ARREAR,
        RECOVERY,
        /** Neither paid before nor now: held, not held any more. */
        NEITHER
    }

    public Direction direction() {
        var more = worth(change.becomes()) - worth(change.was());
        return more > 0 ? Direction.ARREAR : more < 0 ? Direction.RECOVERY : Direction.NEITHER;
    }

    /** In halves of a session's pay; what is held is not paid. */
    private static int worth(PaidFor.As pay) {
        return switch (pay) {
            case FULL -> 2;
            case HALF -> 1;
            case NONE, HELD, NOT_HERE -> 0;
        };
    }
}
