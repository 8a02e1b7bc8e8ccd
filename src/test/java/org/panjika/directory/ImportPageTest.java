package org.panjika.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.Browser.FileField;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("the page /admin/imports")
class ImportPageTest {

    private static final Pattern CONFIRM = Pattern.compile("action=\"(/admin/imports/[0-9a-f-]{36})\"");

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    @Autowired
    JdbcClient jdbc;

    @Test
    @DisplayName("shows what a list would do, and does it without being given the file again")
    void previewThenImport() {
        var administrator = state.staff(state.block("RJ").directorate());
        jdbc.sql("update login set administrator = true where login = ?")
                .param(administrator)
                .update();
        var browser = Browser.loggedIn(port, administrator, TestState.PASSWORD);
        assertThat(browser.get("/admin/imports").body()).contains("name=\"file\"");

        var preview = browser.post(
                        "/admin/imports",
                        Map.of("kind", "INSTITUTIONS", "mapping", "udise"),
                        FileField.csv(
                                "schools <1>.csv",
                                "udise_code,school_name,school_category\n6010100101,LOST ZERO,Primary\n"))
                .body();
        assertThat(preview).contains("schools &lt;1&gt;.csv", "6010100101", "06010100101", "leading zero restored");
        assertThat(exists("06010100101")).isFalse();

        var confirm = CONFIRM.matcher(preview);
        assertThat(confirm.find()).isTrue();
        assertThat(browser.post(confirm.group(1), Map.of()).body()).contains("data-tone=\"good\"");
        assertThat(exists("06010100101")).isTrue();
        assertThat(browser.post(confirm.group(1), Map.of()).statusCode()).isEqualTo(404);
        assertThat(browser.get("/admin/imports").body())
                .as("who has taken it is recorded and shown")
                .containsSubsequence("Taken lately", nameOf(administrator), "schools &lt;1&gt;.csv");
    }

    private String nameOf(String login) {
        return jdbc.sql("select name from staff where employee_code = ?")
                .param(login)
                .query(String.class)
                .single();
    }

    private boolean exists(String code) {
        return jdbc.sql("select exists (select from institution where code = ?)")
                .param(code)
                .query(Boolean.class)
                .single();
    }
}
