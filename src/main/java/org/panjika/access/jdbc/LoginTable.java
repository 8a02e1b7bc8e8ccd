package org.panjika.access.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Login;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class LoginTable {

    static final String COLUMNS =
            "login, staff_id, administrator, password_hash, must_change, one_time_until, language";

    /** Its owner has not left the service by a day (C5). */
    static final String IN_SERVICE =
            """
            not exists (
              select from service_state t
               where t.staff_id = login.staff_id and t.during @> :day
                 and t.state in ('RETIRED', 'RESIGNED', 'DECEASED'))
            """;

    private static final String SELECT = "select " + COLUMNS + " from login ";

    private final JdbcClient jdbc;

    LoginTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Login> find(String login) {
        return jdbc.sql(SELECT + "where login = ?")
                .param(login)
                .query(LoginTable::read)
                .optional();
    }

    /** The login unless its owner has left the service by that day (C5). */
    public Optional<Login> findInService(String login, LocalDate day) {
        return jdbc.sql(SELECT + "where login = :login and " + IN_SERVICE)
                .param("login", login)
                .param("day", day)
                .query(LoginTable::read)
                .optional();
    }

    public List<Login> ofStaff(List<Long> staffIds) {
        return jdbc.sql(SELECT + "where staff_id = any (?)")
                .param(staffIds.toArray(Long[]::new))
                .query(LoginTable::read)
                .list();
    }

    /** Gives a member of staff a login, or the existing one another password, which must be changed until then. */
    public void setOneTimePassword(String login, Long staffId, String hash, Instant until) {
        jdbc.sql(
                        """
                        insert into login (login, staff_id, password_hash, must_change, one_time_until)
                        values (?, ?, ?, true, ?)
                        on conflict (login) do update
                          set password_hash = excluded.password_hash, must_change = true,
                              one_time_until = excluded.one_time_until
                        """)
                .params(login, staffId, hash, until.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Replaces a password that is still the one expected; false if somebody was faster. */
    public boolean changePassword(Login login, String hash) {
        return jdbc.sql(
                                """
                                update login set password_hash = ?, must_change = false, one_time_until = null
                                 where login = ? and password_hash = ?
                                """)
                        .params(hash, login.login(), login.passwordHash())
                        .update()
                == 1;
    }

    public boolean createFirstAdministrator(String login, String hash) {
        return jdbc.sql(
                                """
                                insert into login (login, administrator, password_hash, must_change)
                                select ?, true, ?, true where not exists (select from login where administrator)
                                on conflict do nothing
                                """)
                        .params(login, hash)
                        .update()
                == 1;
    }

    public boolean hasAdministrator() {
        return jdbc.sql("select exists (select from login where administrator)")
                .query(Boolean.class)
                .single();
    }

    public void setLanguage(String login, String language) {
        jdbc.sql("update login set language = ? where login = ?")
                .params(language, login)
                .update();
    }

    static Login read(ResultSet row, int number) throws SQLException {
        return new Login(
                row.getString("login"),
                Optional.ofNullable(row.getObject("staff_id", Long.class)),
                row.getBoolean("administrator"),
                row.getString("password_hash"),
                row.getBoolean("must_change"),
                Optional.ofNullable(row.getObject("one_time_until", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("language")));
    }
}
