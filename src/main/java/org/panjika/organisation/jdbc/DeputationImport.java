package org.panjika.organisation.jdbc;

import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of deputations against the deputations: judged and written by sets. */
@Repository
public class DeputationImport {

    public static final String LIST = "deputation_list";

    private final JdbcClient jdbc;

    DeputationImport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void judge(Staged rows) {
        DatedLists.judge(rows);
        DatedLists.judgeInstitution(rows);
        rows.reject(
                "institution",
                "takes-no-part",
                "exists (select from institution i where i.code = r.institution and not i.participates)");
        rows.reject(
                "from_day",
                "duplicate-in-file",
                """
                (r.employee_code, coalesce(r.institution, ''), coalesce(r.place, ''), r.from_day) in (
                  select employee_code, coalesce(institution, ''), coalesce(place, ''), from_day
                    from deputation_list where not rejected group by 1, 2, 3, 4 having count(*) > 1)
                """);
        plan();
        while (rows.reject(
                        "from_day",
                        "overlaps-deputation",
                        """
                        r.line in (
                          select p.line
                            from deputation_planned p
                                 join (select staff_id, deputation_id, line, during, weekdays, session from deputation_planned
                                        union all
                                       select staff_id, id, null, during, weekdays, session from deputation
                                        where id not in (select deputation_id from deputation_planned
                                                          where deputation_id is not null)) o
                                   on o.staff_id = p.staff_id and o.during && p.during
                                      and (o.line, o.deputation_id) is distinct from (p.line, p.deputation_id)
                                      and coalesce(o.weekdays && p.weekdays, true)
                                      and coalesce(o.session = p.session, true))
                        """)
                > 0) {
            // what a rejected line would have ended goes on, and may stand in another's way
            jdbc.sql("delete from deputation_planned p using deputation_list r where r.line = p.line and r.rejected")
                    .update();
        }
    }

    /** Every listed deputation as it shall be. */
    private void plan() {
        jdbc.sql(
                        """
                        create temp table deputation_planned on commit drop as
                        select r.line, d.id as deputation_id, s.id as staff_id, i.id as institution_id, r.place,
                               coalesce(r.weekdays::smallint[], d.weekdays) as weekdays, coalesce(r.session, d.session) as session,
                               coalesce(r.order_number, d.order_number) as order_number,
                               daterange(r.from_day::date, coalesce(r.to_day::date + 1, upper(d.during))) as during
                          from deputation_list r
                               join staff s on s.employee_code = r.employee_code
                               left join institution i on i.code = r.institution
                               left join deputation d on d.staff_id = s.id and lower(d.during) = r.from_day::date
                                    and d.institution_id is not distinct from i.id and d.place is not distinct from r.place
                         where not r.rejected
                        """)
                .update();
        jdbc.sql("analyze deputation_planned").update();
    }

    public Counts write() {
        var good = jdbc.sql("select count(*) from deputation_planned")
                .query(Integer.class)
                .single();
        var updated = jdbc.sql(
                        """
                        update deputation d
                           set during = p.during, weekdays = p.weekdays, session = p.session, order_number = p.order_number
                          from deputation_planned p
                         where p.deputation_id = d.id
                           and (d.during, d.weekdays, d.session, d.order_number)
                               is distinct from (p.during, p.weekdays, p.session, p.order_number)
                        """)
                .update();
        var created = jdbc.sql(
                        """
                        insert into deputation (staff_id, institution_id, place, during, weekdays, session, order_number)
                        select staff_id, institution_id, place, during, weekdays, session, order_number
                          from deputation_planned where deputation_id is null order by line
                        """)
                .update();
        return new Counts(created, updated, good - created - updated);
    }
}
