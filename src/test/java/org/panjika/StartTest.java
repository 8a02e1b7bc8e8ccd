package org.panjika;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
class StartTest {

    @Autowired
    JdbcClient jdbc;

    @Test
    @DisplayName("the embedded PostgreSQL is durable: fsync and synchronous_commit are on")
    void durable() {
        assertThat(jdbc.sql("select current_setting('fsync') || current_setting('synchronous_commit')")
                        .query(String.class)
                        .single())
                .isEqualTo("onon");
    }
}
