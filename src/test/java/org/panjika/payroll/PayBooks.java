package org.panjika.payroll;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.jdbc.LedgerTable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a person has of leave and of leniency, what was taken and what was adjusted. */
@TestComponent
public class PayBooks {

    private final Proposals proposals;
    private final Adjustments adjustments;
    private final LedgerTable ledger;
    private final JdbcClient jdbc;

    PayBooks(Proposals proposals, Adjustments adjustments, LedgerTable ledger, JdbcClient jdbc) {
        this.ledger = ledger;
        this.proposals = proposals;
        this.adjustments = adjustments;
        this.jdbc = jdbc;
    }

    long id(String person) {
        return jdbc.sql("select id from staff where employee_code = ?")
                .param(person)
                .query(Long.class)
                .single();
    }

    void balance(String person, String account, int halfDays) {
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        values (current_timestamp, 'test', ?, ?, ?, 'OPENING', ?, '2027-01-01')
                        """)
                .params(id(person), account, LocalDate.of(account.equals("CL") ? 2027 : 1900, 1, 1), halfDays)
                .update();
    }

    /** Half days left of an account. */
    int left(String person, String account) {
        return jdbc.sql("select balance from leave_account where account = ? and staff_id = ?")
                .params(account, id(person))
                .query(Integer.class)
                .single();
    }

    /** What may be taken of casual leave, and what of it absence has reserved, such as {@code 1, 2 reserved}. */
    String casual(String person) {
        var key = new AccountKey(id(person), "CL", LocalDate.of(2027, 1, 1));
        var book = ledger.read(key, 0);
        return "%d, %d reserved".formatted(book.available(), book.reserved());
    }

    /** Charges without their debit or with one that is in another state than their statement, and debits without a charge. */
    int astray(String institution) {
        return jdbc.sql(
                        """
                        with standing as (
                          select c.id, c.account, s.state
                            from payroll_charge c
                                 join payroll_statement s on s.id = c.statement_id
                                 join institution i on i.id = s.institution_id and i.code = :institution
                           where c.account <> 'LWP'
                             and not exists (select from payroll_charge later where later.supersedes = c.entry_no)),
                        debit as (
                          select e.request_id, e.entry_no, p.debit is not null as posted
                            from leave_entry e
                                 join payroll_charge c on c.id = e.request_id
                                 join payroll_statement s on s.id = c.statement_id
                                 join institution i on i.id = s.institution_id and i.code = :institution
                                 left join leave_posting p on p.debit = e.entry_no
                           where e.source = 'ABSENCE' and e.half_days < 0 and e.reverses is null
                             and not exists (select from leave_entry back where back.reverses = e.entry_no)
                           group by e.request_id, e.entry_no, p.debit)
                        select count(*) from standing s full join debit d on d.request_id = s.id
                         where s.id is null or d.entry_no is null or d.posted <> (s.state = 'ACCEPTED')
                        """)
                .param("institution", institution)
                .query(Integer.class)
                .single();
    }

    void condoned(String person, String school, LocalDate day) {
        jdbc.sql(
                        """
                        insert into lateness_condonation (recorded_at, recorded_by, day, staff_id, institution_id, decision, reason)
                        select current_timestamp, 'test', ?, ?, id, 'CONDONED', 'A flood' from institution where code = ?
                        """)
                .params(day, id(person), school)
                .update();
    }

    /** Accounts that half days of a month were taken from, by day. */
    String charges(String person, YearMonth month) {
        return proposals.of(id(person), month).stream()
                .sorted(Comparator.comparing(Proposal::day))
                .flatMap(p -> p.charges().stream())
                .map(Proposal.Charged::account)
                .collect(Collectors.joining(" "));
    }

    /** Adjustments of a month, such as {@code 2027-07 ARREAR NONE>FULL 2 CALENDAR}. */
    String adjusted(String person, YearMonth month) {
        return adjustments.of(id(person), month).stream()
                .map(a -> "%s %s %s>%s %d %s"
                        .formatted(
                                a.openMonth(),
                                a.direction(),
                                a.change().was(),
                                a.change().becomes(),
                                a.change().sessions().count(),
                                a.cause()))
                .collect(Collectors.joining(", "));
    }

    /** Sessions with full, half and no pay, and those held. */
    static String paid(Line line) {
        return "%d %d %d %d"
                .formatted(
                        line.of(Figure.FULL_PAY).count(),
                        line.of(Figure.HALF_PAY).count(),
                        line.of(Figure.NO_PAY).count(),
                        line.of(Figure.HELD).count());
    }
}
