package org.panjika.sandbox.jdbc;

import java.util.List;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose pay of the last month is invented. */
@Repository
@SandboxOnly
public class SamplePayTable {

    private final JdbcClient jdbc;

    SamplePayTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public boolean anyBegun() {
        return jdbc.sql("select exists (select from payroll_statement)")
                .query(Boolean.class)
                .single();
    }

    public boolean anySent() {
        return jdbc.sql("select exists (select from payroll_version)")
                .query(Boolean.class)
                .single();
    }

    /** Schools in the order of their codes, those of the cast's heads left out: their first page is to be today's. */
    public List<String> schools() {
        return jdbc.sql(
                        """
                        select i.code from institution i
                         where i.kind = 'SCHOOL' and i.participates
                           and not exists (
                             select from charge c
                                    join login l on l.staff_id = c.staff_id
                                    join sandbox_cast cast_member on cast_member.login = l.login
                              where c.institution_id = i.id)
                         order by i.code
                        """)
                .query(String.class)
                .list();
    }
}
