package org.panjika.organisation.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.organisation.Institution;
import org.panjika.organisation.rows.InstitutionRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class InstitutionTable {

    private static final String SELECT = "select %s from institution i ".formatted(InstitutionRow.columns("i", ""));

    /** Key of the institution where a person works on a day; null: at none. */
    static final String PLACE_OF_WORK =
            """
            coalesce(
              (select d.institution_id from deputation d
                where d.staff_id = :staff and d.during @> :day and d.institution_id is not null and d.session is null
                  and (d.weekdays is null or extract(isodow from :day::date) = any (d.weekdays))
                order by d.id desc limit 1),
              (select p.institution_id from posting p where p.staff_id = :staff and p.during @> :day))
            """;

    private final JdbcClient jdbc;

    InstitutionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Institution> find(String code) {
        return jdbc.sql(SELECT + "where i.code = ?")
                .param(code)
                .query(InstitutionTable::read)
                .optional();
    }

    public Optional<Institution> find(long id) {
        return jdbc.sql(SELECT + "where i.id = ?")
                .param(id)
                .query(InstitutionTable::read)
                .optional();
    }

    /**
     * Where a person works on a day (C5): the running deputation on the portal, else the posting. One for a session only does not
     * move the place of work.
     */
    public Optional<Institution> placeOfWork(long staffId, LocalDate day) {
        return jdbc.sql(SELECT + "where i.id = " + PLACE_OF_WORK)
                .param("staff", staffId)
                .param("day", day)
                .query(InstitutionTable::read)
                .optional();
    }

    public List<Institution> all(List<Long> ids) {
        return jdbc.sql(SELECT + "where i.id = any (?) order by array_length(i.path, 1), i.code")
                .param(ids.toArray(Long[]::new))
                .query(InstitutionTable::read)
                .list();
    }

    public List<Institution> roots() {
        return jdbc.sql(SELECT + "where array_length(i.path, 1) = 1 and i.kind <> 'SCHOOL' order by i.code")
                .query(InstitutionTable::read)
                .list();
    }

    static Institution read(ResultSet row, int number) throws SQLException {
        return InstitutionRow.read(row, "");
    }
}
