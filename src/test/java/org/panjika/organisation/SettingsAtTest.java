package org.panjika.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.panjika.TestState.Block;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("The settings at some places (C1)")
class SettingsAtTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @Autowired
    TestState state;

    @Autowired
    JdbcClient jdbc;

    Block block;
    String school;

    @BeforeEach
    void aDistrictOfBiharInAStateThatSaysSomethingItself() {
        block = state.block("RJ");
        school = state.school(block.block());
        state.set(block.directorate(), "payRoute", "DDO_STATEMENT");
        state.set(block.directorate(), "geofenceRadius", "300");
        state.set(block.district(), "regime", "BR");
        state.set(block.block(), "geofenceRadius", "400");
    }

    @Test
    @DisplayName("the nearest node that says something wins, its own word before its regime's")
    void nearest() {
        assertThat(at(school, "payRoute"))
                .as("the district's regime before the state's word")
                .isEqualTo("NEGATIVE_LIST");
        assertThat(at(block.directorate(), "payRoute")).isEqualTo("DDO_STATEMENT");
        assertThat(at(block.district(), "geofenceRadius")).isEqualTo("500");
        assertThat(at(school, "geofenceRadius")).isEqualTo("400");
        assertThat(at(school, "attendanceMode")).isEqualTo("MARKS_AND_ROLL");
        assertThat(at(block.directorate(), "attendanceMode")).isEqualTo("ROLL");
    }

    @Test
    @DisplayName("are at every place those of the whole tree, on every day on which something begins")
    void everywhere() {
        for (var day : jdbc.sql("select distinct lower(during) from setting where not lower_inf(during) union select ?")
                .param(DAY)
                .query(LocalDate.class)
                .list()) {
            assertThat(differences(day)).as("on " + day).isEmpty();
        }
    }

    private List<String> differences(LocalDate day) {
        return jdbc.sql(
                        """
                        with names as (select name from setting union select name from regime_setting),
                        one as (select institution_id, name, value from settings_in_force(:day)),
                        other as (
                          select institution_id, name, value
                            from settings_at((select array_agg(id) from institution),
                                           (select array_agg(name) from names), :day))
                        select d::text from ((table one except all table other) union all (table other except all table one)) d
                        """)
                .param("day", day)
                .query(String.class)
                .list();
    }

    private String at(String institution, String name) {
        return jdbc.sql("select value from settings_at(array(select id from institution where code = ?), array[?], ?)")
                .params(institution, name, DAY)
                .query(String.class)
                .single();
    }
}
