package org.panjika.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("the parents of an institution")
class ParentPeriodsTest {

    @Autowired
    TestState state;

    @Autowired
    JdbcClient jdbc;

    @Test
    @DisplayName("never overlap, neither by a new period nor by one made longer; periods may touch (C2)")
    void neverOverlap() {
        var block = state.block("RJ");
        var school = state.school(block.block());
        jdbc.sql(
                        "update institution_parent set during = '[2020-01-01,2026-01-01)' where institution_id = (select id from institution where code = ?)")
                .param(school)
                .update();

        assertThatThrownBy(() -> place(school, block.district(), "[2025-12-31,)"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> place(school, block.district(), "(,)"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(place(school, block.district(), "[2026-01-01,)")).isEqualTo(1);
        assertThatThrownBy(() -> jdbc.sql(
                                """
                                update institution_parent set during = '[2020-01-01,2026-01-02)'
                                 where upper(during) = '2026-01-01'
                                   and institution_id = (select id from institution where code = ?)
                                """)
                        .param(school)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private int place(String institution, String parent, String during) {
        return jdbc.sql(
                        """
                        insert into institution_parent (institution_id, parent_id, during)
                        select i.id, p.id, ?::daterange from institution i, institution p where i.code = ? and p.code = ?
                        """)
                .params(during, institution, parent)
                .update();
    }
}
