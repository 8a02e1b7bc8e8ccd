package org.panjika.sandbox.jdbc;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.sandbox.CastMember;
import org.panjika.sandbox.SandboxOnly;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
@SandboxOnly
public class CastTable {

    private final JdbcClient jdbc;

    CastTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The cast in its order; a person without a posting belongs to the place of the charge. */
    public List<CastMember> list(LocalDate today) {
        return jdbc.sql(
                        """
                        select c.login, c.password, c.roles, coalesce(s.name, c.login) as name, s.name_hi, s.designation,
                               i.code, i.name as institution, i.name_hi as institution_hi
                          from sandbox_cast c
                               join login l on l.login = c.login
                               left join staff s on s.id = l.staff_id
                               left join posting p on p.staff_id = s.id and p.during @> :today
                               left join lateral (select institution_id from charge
                                                   where staff_id = s.id and during @> :today order by id limit 1) h on true
                               left join institution i on i.id = coalesce(p.institution_id, h.institution_id)
                         order by c.position
                        """)
                .param("today", today)
                .query((row, number) -> new CastMember(
                        row.getString("login"),
                        row.getString("password"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_hi")),
                        Optional.ofNullable(row.getString("designation")),
                        List.of((String[]) row.getArray("roles").getArray()),
                        Optional.ofNullable(row.getString("code")),
                        Optional.ofNullable(row.getString("institution")),
                        Optional.ofNullable(row.getString("institution_hi"))))
                .list();
    }
}
