package org.panjika.access.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Login;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class LoginTable {

    private static final String SELECT =
            "select login, staff_id, administrator, password_hash, must_change, language from login ";

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

    public List<Login> ofStaff(List<Long> staffIds) {
        return jdbc.sql(SELECT + "where staff_id = any (?)")
                .param(staffIds.toArray(Long[]::new))
                .query(LoginTable::read)
                .list();
    }

    /** Gives a member of staff a login, or the existing one another password. */
    public void setPassword(String login, Long staffId, String hash, boolean mustChange) {
        jdbc.sql(
                        """
                        insert into login (login, staff_id, password_hash, must_change) values (?, ?, ?, ?)
                        on conflict (login) do update
                          set password_hash = excluded.password_hash, must_change = excluded.must_change
                        """)
                .params(login, staffId, hash, mustChange)
                .update();
    }

    /** Replaces a password that is still the one expected; false if somebody was faster. */
    public boolean changePassword(Login login, String hash) {
        return jdbc.sql(
                                """
                                update login set password_hash = ?, must_change = false
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

    private static Login read(ResultSet row, int number) throws SQLException {
        return new Login(
                row.getString("login"),
                Optional.ofNullable(row.getObject("staff_id", Long.class)),
                row.getBoolean("administrator"),
                row.getString("password_hash"),
                row.getBoolean("must_change"),
                Optional.ofNullable(row.getString("language")));
    }
}
