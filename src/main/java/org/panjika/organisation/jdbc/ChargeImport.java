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

    private final Succession charges;

    ChargeImport(JdbcClient jdbc) {
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
        return charges.write();
    }
}
