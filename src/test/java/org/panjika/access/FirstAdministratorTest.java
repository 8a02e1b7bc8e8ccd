package org.panjika.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.access.jdbc.LoginEventTable;
import org.panjika.access.jdbc.LoginTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.annotation.Transactional;

@SystemTest
@Transactional
@DisplayName("the first administrator")
class FirstAdministratorTest {

    @Autowired
    LoginTable logins;

    @Autowired
    LoginEventTable events;

    @Autowired
    PasswordEncoder encoder;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void nobodyYet() {
        // hides the table of all other tests, until the rollback
        jdbc.sql("create temp table login (like login including all) on commit drop")
                .update();
    }

    @Test
    @DisplayName("is made from the start-up settings, once, and must change the password")
    void made() {
        start("chief", "bring your own tea");
        start("second", "bring your own tea");
        assertThat(logins.find("second")).isEmpty();
        assertThat(logins.find("chief")).hasValueSatisfying(login -> {
            assertThat(login.administrator()).isTrue();
            assertThat(login.mustChange()).isTrue();
            assertThat(encoder.matches("bring your own tea", login.passwordHash()))
                    .isTrue();
        });
    }

    @Test
    @DisplayName("is not made without settings: there is no default password")
    void notMade() {
        start("", "");
        assertThat(logins.hasAdministrator()).isFalse();
    }

    @Test
    @DisplayName("is not made with a password anybody would guess")
    void weak() {
        assertThatThrownBy(() -> start("chief", "admin")).hasMessageContaining("password-too-short");
    }

    private void start(String login, String password) {
        new FirstAdministrator(new FirstAdministrator.Settings(login, password), logins, events, encoder).run(null);
    }
}
