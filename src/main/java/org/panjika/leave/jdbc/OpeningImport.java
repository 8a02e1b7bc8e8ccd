package org.panjika.leave.jdbc;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of balances that people came with, against the ledger: judged and written by sets. */
@Repository
public class OpeningImport {

    public static final String LIST = "leave_balance_list";

    private final JdbcClient jdbc;

    OpeningImport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void judge(Staged rows) {
        rows.reject(
                "account",
                "duplicate-in-file",
                """
                (r.employee_code, r.account) in (select employee_code, account from leave_balance_list
                                                  group by 1, 2 having count(*) > 1)
                """);
        rows.reject(
                "employee_code",
                "unknown-staff",
                "not exists (select from staff s where s.employee_code = r.employee_code)");
        rows.reject(
                "account",
                "unknown-leave-account",
                """
                not exists (select from staff s cross join lateral leave_types(s.id, r.as_of::date) t
                             where s.employee_code = r.employee_code and t.account = r.account)
                """);
        rows.reject(
                "account",
                "ledger-has-begun",
                """
                exists (select from staff s join leave_entry e on e.staff_id = s.id and e.account = r.account
                         where s.employee_code = r.employee_code
                           and e.source <> 'CREDIT'
                           and (e.source <> 'OPENING' or e.day <> r.as_of::date
                                or e.half_days <> (r.days::numeric * 2)::int))
                """);
    }

    public Counts write(String by, Instant now) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('leave-openings'))").query(row -> {});
        var good = jdbc.sql("select count(*) from leave_balance_list where not rejected")
                .query(Integer.class)
                .single();
        // what the rules gave by then is contained in what the person came with
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day,
                               reverses)
                        select :now, :by, c.staff_id, c.account, c.period, 'CREDIT', -c.half_days, c.day, c.entry_no
                          from leave_balance_list r
                               join staff s on s.employee_code = r.employee_code
                               join leave_entry c on c.staff_id = s.id and c.account = r.account and c.source = 'CREDIT'
                                                 and c.reverses is null and c.half_days <> 0 and c.day <= r.as_of::date
                         where not r.rejected
                           and not exists (select from leave_entry t where t.reverses = c.entry_no)
                           and not exists (select from leave_entry o where o.staff_id = s.id and o.account = r.account
                                                                       and o.source = 'OPENING')
                         order by c.staff_id, c.account
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("by", by)
                .update();
        var created = jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select :now, :by, s.id, r.account,
                               case when not t.lapses then date '1900-01-01'
                                    when t.leave_year = 'CALENDAR' then date_trunc('year', r.as_of::date)::date
                                    else (date_trunc('year', r.as_of::date - interval '6 months') + interval '6 months')::date
                               end, 'OPENING', (r.days::numeric * 2)::int, r.as_of::date
                          from leave_balance_list r
                               join staff s on s.employee_code = r.employee_code
                               cross join lateral (
                                 select k.* from leave_types(s.id, r.as_of::date) k
                                  where k.account = r.account
                                  order by k.credit = 'NONE', k.position limit 1) t
                         where not r.rejected
                         order by s.id, r.account
                            on conflict do nothing
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("by", by)
                .update();
        return new Counts(created, 0, good - created);
    }
}
