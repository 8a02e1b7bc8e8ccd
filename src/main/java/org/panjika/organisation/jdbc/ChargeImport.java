package org.panjika.organisation.jdbc;

import java.util.List;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of charges against the charges: judged and written by sets. */
@Repository
public class ChargeImport {

    public static final String LIST = "charge_list";

    /**
     * Officiating charges of which the list says nothing, and from when on somebody whom the list brings heads the place instead of
     * the one for whom they were made: who heads it when they begin, by what is known before the list is written.
     */
    private static final String OUTLIVING =
            """
            create temp table charge_outliving on commit drop as
            select o.id, min(met.day) as since
              from charge_planned p
                   join charge o on o.kind = 'HEAD' and o.institution_id = p.institution_id and o.basis = 'OFFICIATING'
                                and o.during && p.during
                   cross join lateral (select greatest(lower(o.during), lower(p.during)) as day) met
                   left join charge h on h.kind = 'HEAD' and h.institution_id = p.institution_id and h.basis <> 'OFFICIATING'
                                     and h.during @> met.day
             where p.line is not null and p.kind = 'HEAD' and p.basis <> 'OFFICIATING' and h.staff_id is distinct from p.staff_id
               and (h.staff_id is not null or lower(o.during) < lower(p.during))
               and not exists (select from charge_planned l
                                where l.line is not null and l.kind = 'HEAD' and l.institution_id = o.institution_id
                                  and l.basis = 'OFFICIATING' and lower(l.during) = lower(o.during))
             group by o.id
            """;

    private final JdbcClient jdbc;
    private final Succession charges;

    ChargeImport(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.charges = new Succession(
                jdbc,
                "charge",
                """
                select r.line, s.id as staff_id, r.kind, i.id as institution_id,
                       coalesce(r.basis, c.basis, 'SUBSTANTIVE') as basis,
                       coalesce(r.may_act::boolean, c.may_act, true) as may_act,
                       r.from_day::date as from_day, r.to_day::date as to_day
                  from charge_list r
                       join staff s on s.employee_code = r.employee_code
                       join institution i on i.code = r.institution
                       left join charge c on c.kind = r.kind and c.institution_id = i.id
                            and lower(c.during) = r.from_day::date
                            and (c.basis = 'OFFICIATING') = (coalesce(r.basis, '') = 'OFFICIATING')
                 where not r.rejected
                """,
                "x.kind, x.institution_id, x.basis = 'OFFICIATING'",
                List.of("staff_id", "kind", "institution_id", "basis", "may_act"));
    }

    public void judge(Staged rows) {
        DatedLists.judge(rows);
        DatedLists.judgeInstitution(rows);
        rows.reject(
                "kind",
                "seat-not-there",
                """
                r.kind = 'PEEO'
                and not exists (select from institution i where i.code = r.institution and i.kind = 'SCHOOL')
                """);
        charges.judge(rows, "overlaps-charge");
    }

    public Counts write() {
        jdbc.sql(OUTLIVING).update();
        var counts = charges.write();
        jdbc.sql("delete from charge c using charge_outliving o where c.id = o.id and lower(c.during) >= o.since")
                .update();
        jdbc.sql(
                        """
                        update charge c set during = daterange(lower(c.during), o.since)
                          from charge_outliving o
                         where c.id = o.id and c.during @> o.since
                        """)
                .update();
        return counts;
    }
}
