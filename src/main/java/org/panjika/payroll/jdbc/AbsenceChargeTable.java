package org.panjika.payroll.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.panjika.payroll.AbsenceOrder;
import org.panjika.payroll.AbsenceOrder.Taken;
import org.panjika.payroll.Proposal.Kind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What sessions of absence are taken from; append-only. */
@Repository
public class AbsenceChargeTable {

    private static final String STANDING =
            """
            select c.entry_no, c.id, c.staff_id, c.day, p.kind
              from payroll_charge c
                   join payroll_proposal p on p.id = c.proposal_id
             where c.account is not null
               and not exists (select from payroll_charge later where later.supersedes = c.entry_no)
            """;

    private final JdbcClient jdbc;

    AbsenceChargeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A charge that stands. */
    public record Standing(long entryNo, UUID id, long staffId, LocalDate day, Kind kind) {}

    public void insert(UUID id, Taken taken, long statementId, int version, String by, Instant now) {
        jdbc.sql(
                        """
                        insert into payroll_charge (recorded_at, recorded_by, supersedes, id, proposal_id, staff_id, day, session,
                               account, pay, statement_id, version)
                        values (:now, :by,
                                (select c.entry_no from payroll_charge c
                                  where c.proposal_id = :proposal and c.session = :session
                                    and not exists (select from payroll_charge later where later.supersedes = c.entry_no)),
                                :id, :proposal, :staff, :day, :session, :account, :pay, :statement, :version)
                        """)
                .param("now", SendingTable.at(now))
                .param("by", by)
                .param("id", id)
                .param("proposal", taken.due().proposal())
                .param("staff", taken.due().staffId())
                .param("day", taken.due().day())
                .param("session", taken.due().session().ordinal())
                .param("account", taken.account())
                .param("pay", taken.pay().name())
                .param("statement", statementId)
                .param("version", version)
                .update();
    }

    /** They stand no longer. */
    public void release(Collection<Standing> charges, String by, Instant now) {
        jdbc.sql(
                        """
                        insert into payroll_charge (recorded_at, recorded_by, supersedes, id, proposal_id, staff_id, day, session,
                               account, pay, statement_id, version)
                        select :now, :by, c.entry_no, c.id, c.proposal_id, c.staff_id, c.day, c.session, null, 'FULL',
                               c.statement_id, c.version
                          from payroll_charge c
                         where c.entry_no = any (:charges::bigint[])
                        """)
                .param("now", SendingTable.at(now))
                .param("by", by)
                .param("charges", charges.stream().map(Standing::entryNo).toArray(Long[]::new))
                .update();
    }

    /** Half days that a statement took from balances, by person and account. */
    public Map<Long, SortedMap<String, Integer>> taken(long statementId) {
        var taken = new HashMap<Long, SortedMap<String, Integer>>();
        jdbc.sql(
                        """
                        select c.staff_id, c.account, count(*) as half_days
                          from payroll_charge c
                         where c.statement_id = ? and c.account <> ?
                           and not exists (select from payroll_charge later where later.supersedes = c.entry_no)
                         group by c.staff_id, c.account
                        """)
                .params(statementId, AbsenceOrder.WITHOUT_PAY)
                .query(row -> {
                    taken.computeIfAbsent(row.getLong("staff_id"), s -> new TreeMap<>())
                            .put(row.getString("account"), row.getInt("half_days"));
                });
        return taken;
    }

    /** Those reserved with a statement. */
    public List<Standing> reserved(long statementId) {
        return jdbc.sql(STANDING + " and c.statement_id = ? order by c.staff_id, c.entry_no")
                .param(statementId)
                .query(AbsenceChargeTable::standing)
                .list();
    }

    /** The same of some people. */
    public List<Standing> reserved(long statementId, Collection<Long> staff) {
        return jdbc.sql(
                        STANDING
                                + " and c.statement_id = :statement and c.staff_id = any (:staff::bigint[]) order by c.staff_id, c.entry_no")
                .param("statement", statementId)
                .param("staff", staff.toArray(Long[]::new))
                .query(AbsenceChargeTable::standing)
                .list();
    }

    /** Those of an institution's people whose session reads otherwise by now, or which the head has waived. */
    public List<Standing> stale(long institutionId) {
        return jdbc.sql(
                        STANDING
                                + """
                           and p.institution_id = :institution
                           and (exists (
                                  select from payroll_decision d
                                   where d.proposal_id = p.id and d.decision = 'WAIVE'
                                     and not exists (select from payroll_decision later where later.supersedes = d.entry_no))
                                or p.kind <> 'LATENESS' and not exists (
                                  select from attendance_day a
                                   where a.day = c.day and a.staff_id = c.staff_id
                                     and case c.session when 0 then a.forenoon else a.afternoon end in ('ABSENT', 'UNMARKED'))
                                   and (not certified_absent(c.staff_id, c.day, c.session) or exists (
                                     select from payroll_strike k
                                      where k.staff_id = c.staff_id and k.day = c.day and k.struck
                                        and not exists (select from payroll_strike later where later.supersedes = k.entry_no))))
                         order by c.staff_id, c.entry_no
                        """)
                .param("institution", institutionId)
                .query(AbsenceChargeTable::standing)
                .list();
    }

    /**
     * Standing charges of lateness of an institution's people that may cost nothing by now: what a day costs follows from the day and
     * those before it in its month, so something has been said of one of these since the person was told, or it is late no longer.
     */
    public List<Standing> ofLatenessToJudge(long institutionId) {
        return jdbc.sql(
                        STANDING
                                + """
                           and p.kind = 'LATENESS' and p.institution_id = :institution
                           and (not exists (
                                  select from attendance_day a
                                   where a.day = c.day and a.staff_id = c.staff_id and (a.late_minutes > 0 or a.early_minutes > 0))
                                or exists (
                                  select from day_entry f
                                   where f.staff_id = c.staff_id and f.day between date_trunc('month', c.day)::date and c.day
                                     and f.entry_no > p.entry_no)
                                or exists (
                                  select from attendance_mark_decision f
                                   where f.staff_id = c.staff_id and f.day between date_trunc('month', c.day)::date and c.day
                                     and f.entry_no > p.entry_no)
                                or exists (
                                  select from lateness_condonation f
                                   where f.staff_id = c.staff_id and f.day between date_trunc('month', c.day)::date and c.day
                                     and (f.entry_no > p.entry_no or not exists (
                                       select from attendance_day a
                                        where a.day = f.day and a.staff_id = f.staff_id
                                          and (a.late_minutes > 0 or a.early_minutes > 0)))))
                         order by c.staff_id, c.entry_no
                        """)
                .param("institution", institutionId)
                .query(AbsenceChargeTable::standing)
                .list();
    }

    private static Standing standing(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Standing(
                row.getLong("entry_no"),
                row.getObject("id", UUID.class),
                row.getLong("staff_id"),
                row.getObject("day", LocalDate.class),
                Kind.valueOf(row.getString("kind")));
    }
}
