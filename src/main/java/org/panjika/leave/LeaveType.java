package org.panjika.leave;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.panjika.organisation.Staff;

/**
 * A kind of leave as it is regulated for a person on a day. Figures in days are of a stretch; balances are in half days.
 *
 * @param regime whose kind it is: that of the posting, or DEFAULT
 * @param names English, Hindi, Vietnamese
 * @param casual asked of the head of the place of work; any other kind of the institution of the posting (C5)
 * @param account whose balance is debited; empty: no balance is kept
 * @param credited whether the calendar gives the person something of it, as a balance
 * @param weight half days debited for a half day taken
 * @param lapses whether each leave year has a balance of its own
 * @param floor how far below zero the balance may go, 0 or less
 * @param longest days counted at a stretch
 * @param longestRunning days at a stretch together with the holidays before, within and after
 * @param holidaysCount whether a holiday between two days of leave counts
 * @param joins kinds that may directly precede or follow; empty: any
 * @param documentFrom days from which on a document is attached
 * @param together whether the days of a month follow one another
 * @param afterAccounts taken only where none of these has a balance left
 */
public record LeaveType(
        String regime,
        String code,
        Names names,
        boolean casual,
        Optional<String> account,
        boolean credited,
        int weight,
        LeaveYear leaveYear,
        boolean lapses,
        int floor,
        OptionalInt longest,
        OptionalInt longestRunning,
        boolean holidaysCount,
        boolean byHalfDays,
        Optional<List<String>> joins,
        boolean joinsVacation,
        OptionalInt documentFrom,
        Optional<String> gender,
        int serviceDays,
        OptionalInt spellsAYear,
        OptionalInt daysAMonth,
        boolean together,
        List<String> afterAccounts) {

    /** What it is called. */
    public record Names(String english, String hindi, String vietnamese) {

        public String in(String language) {
            return switch (language) {
                case "hi" -> hindi;
                case "vi" -> vietnamese;
                default -> english;
            };
        }
    }

    public String name(String language) {
        return names.in(language);
    }

    /** The account of a day, if a balance is kept. */
    public Optional<AccountKey> accountOn(Staff person, LocalDate day) {
        return account.map(a -> AccountKey.of(person.id(), a, lapses, leaveYear, day));
    }

    /** Whether the two may follow one another without a day of work between. */
    public boolean mayJoin(LeaveType other) {
        return joins.map(j -> j.contains(other.code)).orElse(true)
                && other.joins.map(j -> j.contains(code)).orElse(true);
    }

    /** One balance: of a leave year where credits lapse, else {@link LeaveYear#ALWAYS}. */
    public record AccountKey(long staffId, String account, LocalDate period) {

        /** That of a day. */
        public static AccountKey of(long staffId, String account, boolean lapses, LeaveYear year, LocalDate day) {
            return new AccountKey(staffId, account, lapses ? year.firstDay(day) : LeaveYear.ALWAYS);
        }
    }
}
