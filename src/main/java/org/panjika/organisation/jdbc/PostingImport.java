package org.panjika.organisation.jdbc;

import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of postings against the postings: judged and written by sets. */
@Repository
public class PostingImport {

    public static final String LIST = "posting_list";

    private final JdbcClient jdbc;

    PostingImport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void judge(Staged rows) {
        rows.reject(
                "employee_code",
                "unknown-staff",
                "not exists (select from staff s where s.employee_code = r.employee_code)");
        rows.reject(
                "institution",
                "unknown-institution",
                "not exists (select from institution i where i.code = r.institution)");
        rows.reject("to_day", "ends-before-it-begins", "r.to_day::date < r.from_day::date");
        rows.reject(
                "from_day",
                "duplicate-in-file",
                """
                (r.employee_code, r.from_day) in (select employee_code, from_day from posting_list
                                                   where not rejected group by 1, 2 having count(*) > 1)
                """);
        plan();
        rows.reject(
                "from_day",
                "overlaps-posting",
                """
                r.line in (
                  select a.line
                    from posting_planned a join posting_planned b
                         on b.staff_id = a.staff_id and b.during && a.during
                            and (b.line, b.posting_id) is distinct from (a.line, a.posting_id)
                   where a.line is not null)
                """);
        jdbc.sql("delete from posting_planned p using posting_list r where r.line = p.line and r.rejected")
                .update();
    }

    /** Every posting of the persons concerned as it shall be; line is null where the list does not say anything of it. */
    private void plan() {
        jdbc.sql(
                        """
                        create temp table posting_planned on commit drop as
                        with listed as (
                          select r.line, s.id as staff_id, i.id as institution_id, r.from_day::date as from_day,
                                 r.to_day::date as to_day, r.order_number
                            from posting_list r
                                 join staff s on s.employee_code = r.employee_code
                                 join institution i on i.code = r.institution
                           where not r.rejected),
                        every as (
                          select l.line, p.id as posting_id, l.staff_id, l.institution_id, l.from_day,
                                 coalesce(l.to_day, upper(p.during) - 1) as to_day,
                                 coalesce(l.order_number, p.order_number) as order_number
                            from listed l
                                 left join posting p on p.staff_id = l.staff_id and lower(p.during) = l.from_day
                           union all
                          select null, p.id, p.staff_id, p.institution_id, lower(p.during), upper(p.during) - 1, p.order_number
                            from posting p
                           where p.staff_id in (select staff_id from listed)
                             and not exists (select from listed l
                                              where l.staff_id = p.staff_id and l.from_day = lower(p.during)))
                        select line, posting_id, staff_id, institution_id, order_number,
                               daterange(from_day, coalesce(
                                 to_day + 1,
                                 lead(from_day) over (partition by staff_id order by from_day nulls first))) as during
                          from every
                        """)
                .update();
        jdbc.sql("analyze posting_planned").update();
    }

    public Counts write() {
        var good = jdbc.sql("select count(*) from posting_planned where line is not null")
                .query(Integer.class)
                .single();
        // postings grow shorter before others grow longer, so that at no moment two of a person overlap
        var changed = jdbc.sql(
                        """
                        with ended as (
                          update posting p set during = p.during * n.during
                            from posting_planned n
                           where n.posting_id = p.id and p.during <> n.during and not isempty(p.during * n.during)
                          returning p.id)
                        select count(*) from ended
                        """)
                .query(Integer.class)
                .single();
        var updated = jdbc.sql(
                        """
                        update posting p
                           set institution_id = n.institution_id, during = n.during, order_number = n.order_number
                          from posting_planned n
                         where n.posting_id = p.id and n.line is not null
                           and (p.institution_id, p.during, p.order_number)
                               is distinct from (n.institution_id, n.during, n.order_number)
                        """)
                .update();
        var created = jdbc.sql(
                        """
                        insert into posting (staff_id, institution_id, during, order_number)
                        select staff_id, institution_id, during, order_number
                          from posting_planned where posting_id is null order by line
                        """)
                .update();
        return new Counts(created, updated, good - created - updated);
    }
}
