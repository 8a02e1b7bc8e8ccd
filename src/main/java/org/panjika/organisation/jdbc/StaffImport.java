package org.panjika.organisation.jdbc;

import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of staff against the members of staff: judged and written by sets. */
@Repository
public class StaffImport {

    public static final String LIST = "staff_list";

    private final JdbcClient jdbc;

    StaffImport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void judge(Staged rows) {
        rows.reject(
                "employee_code",
                "duplicate-in-file",
                """
                r.employee_code in (select employee_code from staff_list
                                     where employee_code is not null group by 1 having count(*) > 1)
                """);
        var isNew = " is null and not exists (select from staff s where s.employee_code = r.employee_code)";
        rows.reject("designation", "missing", "r.designation" + isNew);
        rows.reject("cadre", "missing", "r.cadre" + isNew);
    }

    public Counts write() {
        var good = jdbc.sql("select count(*) from staff_list where not rejected")
                .query(Integer.class)
                .single();
        var updated = jdbc.sql(
                        """
                        update staff s
                           set name = r.name, name_hi = coalesce(r.name_hi, s.name_hi), gender = coalesce(r.gender, s.gender),
                               designation = coalesce(r.designation, s.designation), cadre = coalesce(r.cadre, s.cadre),
                               phone = coalesce(r.phone, s.phone), email = coalesce(r.email, s.email),
                               joined_on = coalesce(r.joined_on::date, s.joined_on)
                          from staff_list r
                         where r.employee_code = s.employee_code and not r.rejected
                           and (s.name, s.name_hi, s.gender, s.designation, s.cadre, s.phone, s.email, s.joined_on)
                               is distinct from
                               (r.name, coalesce(r.name_hi, s.name_hi), coalesce(r.gender, s.gender),
                                coalesce(r.designation, s.designation), coalesce(r.cadre, s.cadre),
                                coalesce(r.phone, s.phone), coalesce(r.email, s.email),
                                coalesce(r.joined_on::date, s.joined_on))
                        """)
                .update();
        var created = jdbc.sql(
                        """
                        insert into staff (employee_code, name, name_hi, gender, designation, cadre, phone, email, joined_on)
                        select employee_code, name, name_hi, gender, designation, cadre, phone, email, joined_on::date
                          from staff_list r
                         where not rejected and not exists (select from staff s where s.employee_code = r.employee_code)
                         order by line
                        """)
                .update();
        return new Counts(created, updated, good - created - updated);
    }
}
