package org.panjika.leave;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A fact about a balance; it is never changed, only reversed by a counter-entry.
 *
 * @param number its place among all facts; of an entry to be written 0
 * @param halfDays credits positive, debits negative
 * @param day of a credit the day from which it counts, of leave its first day
 * @param request the application, or the charge of an absence, that a debit carries out
 * @param reverses number of the entry that this one takes back
 * @param posted of a debit of absence whether the statement that it goes with is accepted; until then it is reserved (C16)
 */
public record LedgerEntry(
        long number,
        Source source,
        int halfDays,
        LocalDate day,
        Optional<UUID> request,
        Optional<Long> reverses,
        boolean posted) {

    /** Why there is an entry. */
    public enum Source {
        /** The balance that a person came with. */
        OPENING,
        /** What the rules give, by leave year or by year of service. */
        CREDIT,
        /** For duty on a holiday (C8). */
        DUTY,
        LEAVE,
        /** Unauthorised absence or lateness that is adjusted against leave (BR-18, BR-20). */
        ABSENCE,
        /** What was left at the end of the leave year. */
        LAPSE
    }

    static LedgerEntry credit(Source source, int halfDays, LocalDate day) {
        return new LedgerEntry(0, source, halfDays, day, Optional.empty(), Optional.empty(), false);
    }

    static LedgerEntry debit(Source source, int halfDays, LocalDate day, UUID request) {
        return new LedgerEntry(0, source, -halfDays, day, Optional.of(request), Optional.empty(), false);
    }

    LedgerEntry reversed() {
        return new LedgerEntry(0, source, -halfDays, day, request, Optional.of(number), false);
    }

    LedgerEntry numbered(long as) {
        return new LedgerEntry(as, source, halfDays, day, request, reverses, posted);
    }
}
