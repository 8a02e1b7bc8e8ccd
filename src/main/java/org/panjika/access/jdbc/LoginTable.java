package org.panjika.access.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class LoginTable {

    private final JdbcClient jdbc;

    LoginTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Login> find(String login) {
        return jdbc.sql("select login, staff_id, administrator from login where login = ?")
                .param(login)
                .query(LoginTable::read)
                .optional();
    }

    private static Login read(ResultSet row, int number) throws SQLException {
        return new Login(
                row.getString("login"),
                Optional.ofNullable(row.getObject("staff_id", Long.class)),
                row.getBoolean("administrator"));
    }

    /** A person's way in. */
    public record Login(String login, Optional<Long> staffId, boolean administrator) {}
}
