package org.panjika.organisation.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.organisation.Staff;
import org.panjika.organisation.rows.StaffRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class StaffTable {

    private static final String SELECT = "select %s from staff s ".formatted(StaffRow.columns("s", ""));

    private final JdbcClient jdbc;

    StaffTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Staff> find(String employeeCode) {
        return jdbc.sql(SELECT + "where s.employee_code = ?")
                .param(employeeCode)
                .query(StaffTable::read)
                .optional();
    }

    public Optional<Staff> find(long id) {
        return jdbc.sql(SELECT + "where s.id = ?")
                .param(id)
                .query(StaffTable::read)
                .optional();
    }

    public List<Staff> all(Collection<Long> ids) {
        return jdbc.sql(SELECT + "where s.id = any (?) order by s.id")
                .param(ids.toArray(Long[]::new))
                .query(StaffTable::read)
                .list();
    }

    /** Keys of all institutions where a person works on a day, in either session. */
    public List<Long> placesOfWork(long staffId, LocalDate day) {
        return jdbc.sql("select institution_id from workplaces_of(:day, array[:staff]::bigint[]) where place is null"
                        + " order by forenoon desc")
                .param("staff", staffId)
                .param("day", day)
                .query(Long.class)
                .list();
    }

    /** Everybody who works at the institution on a day, in either session, by name. */
    public List<Staff> workingAt(long institutionId, LocalDate day) {
        return among("w.institution_id = :institution", institutionId, day);
    }

    /** The same, and who is posted there and works that day outside the portal. */
    public List<Staff> lookedAfter(long institutionId, LocalDate day) {
        return among(
                """
                w.institution_id = :institution
                or w.place is not null
                   and w.staff_id in (select p.staff_id from posting p
                                       where p.institution_id = :institution and p.during @> :day)
                """,
                institutionId,
                day);
    }

    private List<Staff> among(String where, long institutionId, LocalDate day) {
        return jdbc.sql(SELECT
                        + """
                        where s.id in (
                          select w.staff_id
                            from workplaces_of(:day, array(
                                   select p.staff_id from posting p
                                    where p.institution_id = :institution and p.during @> :day
                                   union
                                   select d.staff_id from deputation d
                                    where d.institution_id = :institution and d.during @> :day)) w
                           where ${where})
                          and not exists (
                          select from service_state t
                           where t.staff_id = s.id and t.during @> :day
                             and t.state in ('IN_TRANSIT', 'RETIRED', 'DECEASED', 'RESIGNED'))
                        order by s.name, s.employee_code
                        """
                                .replace("${where}", where))
                .param("institution", institutionId)
                .param("day", day)
                .query(StaffTable::read)
                .list();
    }

    static Staff read(ResultSet row, int number) throws SQLException {
        return StaffRow.read(row, "");
    }
}
