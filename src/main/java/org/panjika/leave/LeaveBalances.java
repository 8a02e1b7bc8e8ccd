package org.panjika.leave;

import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.attendance.LeaveEffect;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.LedgerEntry.Source;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.leave.jdbc.LedgerTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a person has left of each kind of leave, with the entries behind each figure. */
@Service
public class LeaveBalances {

    private static final String COMPENSATORY = "CO";
    private static final int WHOLE_DAY = 2;

    private final LedgerTable ledger;
    private final LeaveTypeTable types;
    private final LeaveEffect effect;
    private final StaffList staffList;
    private final CompetentOffice competent;
    private final Clock clock;

    LeaveBalances(
            LedgerTable ledger,
            LeaveTypeTable types,
            LeaveEffect effect,
            StaffList staffList,
            CompetentOffice competent,
            Clock clock) {
        this.ledger = ledger;
        this.types = types;
        this.effect = effect;
        this.staffList = staffList;
        this.competent = competent;
        this.clock = clock;
    }

    /** One balance, with the kinds of leave that are taken from it. */
    public record Balance(AccountKey key, List<LeaveType> types, Ledger ledger) {

        public int halfDays() {
            return ledger.balance();
        }

        /** From which credits each debit was taken, by the number of its entry, the oldest first. */
        public Map<Long, List<Taken>> taken() {
            var days = ledger.entries().stream().collect(toMap(LedgerEntry::number, LedgerEntry::day));
            return ledger.takenFrom().entrySet().stream().collect(toMap(Map.Entry::getKey, e -> e.getValue().stream()
                    .map(p -> new Taken(days.get(p.credit()), p.halfDays()))
                    .toList()));
        }

        /** Whether it is of one leave year, at whose end it lapses. */
        public boolean ofLeaveYear() {
            return !key.period().equals(LeaveYear.ALWAYS);
        }
    }

    /** So many half days of the credit of a day. */
    public record Taken(LocalDate day, int halfDays) {}

    /** Half days as days, such as 3.5. */
    public static String inDays(int halfDays) {
        return Drafts.inDays(halfDays);
    }

    /**
     * The balances of a person on a day, in the order of the kinds.
     *
     * @throws Refused {@code not-found} unless it is the caller, or works below a seat that the caller holds
     */
    @Transactional
    public List<Balance> of(Caller caller, String employeeCode, LocalDate day) {
        return of(visible(caller, employeeCode), day);
    }

    /** The same of the own, unasked. */
    @Transactional
    public List<Balance> of(Staff person, LocalDate day) {
        var kinds = types.of(person.id(), day);
        var keys = accounts(kinds.stream(), person, day);
        var found = begun(person, keys, accounts(kinds.stream().filter(LeaveType::credited), person, day));
        return keys.stream()
                .map(key -> new Balance(
                        key,
                        kinds.stream()
                                .filter(t -> t.account().equals(Optional.of(key.account())))
                                .toList(),
                        found.get(key)))
                .filter(b -> !b.ledger().entries().isEmpty())
                .toList();
    }

    private static List<AccountKey> accounts(Stream<LeaveType> kinds, Staff person, LocalDate day) {
        return kinds.flatMap(t -> t.accountOn(person, day).stream()).distinct().toList();
    }

    /** Somebody who came after last night is given what is due now, whichever day is looked at. */
    private Map<AccountKey, Ledger> begun(Staff person, List<AccountKey> keys, List<AccountKey> credited) {
        var found = ledger.read(keys);
        if (credited.stream().noneMatch(k -> found.get(k).entries().isEmpty())) return found;
        ledger.credit(person.id(), today(), Accrual.SYSTEM, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return ledger.read(keys);
    }

    /** What may be taken of a kind, also of a leave year that is over (BR-13); empty where no balance is kept. */
    public Optional<Integer> of(Staff person, String type, LocalDate day) {
        return types.of(person.id(), day).stream()
                .filter(t -> t.code().equals(type))
                .findFirst()
                .flatMap(t -> t.accountOn(person, day))
                .map(key -> ledger.read(key, 0).available());
    }

    /** The person, if the caller may know of the leave. */
    public Staff visible(Caller caller, String employeeCode) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (caller.is(person.id())) return person;
        return staffList
                .placeOfWork(person)
                .filter(caller::supervises)
                .map(p -> person)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * A day of compensatory leave for a duty on a holiday, once a day; by who acts for the person's place of work (C8).
     *
     * @throws Refused {@code not-found}, {@code not-allowed}, {@code own-leave}; {@code leave-no-holiday-duty} where the person
     *     was not called, did not come, or has it already
     */
    @Transactional
    public void creditDuty(Caller caller, String employeeCode, LocalDate day) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (caller.is(person.id())) throw new Refused(LeaveProblem.OWN_LEAVE);
        var place = staffList
                .placeOfWork(person, day)
                .filter(caller::knows)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.actsFor(competent.at(place, Optional.of(person.id()))))
            throw new Refused(CommonProblem.NOT_ALLOWED);
        var key = types.of(person.id(), day).stream()
                .filter(t -> t.code().equals(COMPENSATORY))
                .findFirst()
                .flatMap(t -> t.accountOn(person, day))
                .orElseThrow(() -> new Refused(LeaveProblem.LEAVE_NOT_ADMISSIBLE, Map.of("kind", COMPENSATORY)));
        if (!effect.holidayDuty(person.id(), day)) throw new Refused(LeaveProblem.LEAVE_NO_HOLIDAY_DUTY);
        var credit = ledger.lock(key, 0).credit(Source.DUTY, WHOLE_DAY, OptionalInt.empty(), day);
        var given = ledger.insert(
                key, List.of(credit), caller.login(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!given) throw new Refused(LeaveProblem.LEAVE_NO_HOLIDAY_DUTY);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
