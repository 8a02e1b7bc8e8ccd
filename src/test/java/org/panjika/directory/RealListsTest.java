package org.panjika.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.panjika.ReferenceData;
import org.panjika.SystemTest;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.organisation.ImportInstitutions;
import org.panjika.organisation.ImportInstitutions.Mapping;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * The two real lists, 96,850 schools. An application and a database of its own: nobody else's tests shall wait behind a
 * whole state.
 */
@SystemTest
@Tag("own-application")
@TestPropertySource(properties = "panjika.database.own-for=real-lists")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealListsTest {

    @Autowired
    ImportInstitutions institutions;

    @Autowired
    JdbcClient jdbc;

    @Test
    @Order(1)
    @DisplayName(
            "all 11,103 schools of Bikaner division come in, 6,362 of them taking part, below 30 provisional blocks")
    void rajasthan() {
        var report = take("schools/rajasthan_bikaner_division_0801-0804.csv");
        assertThat(report.rejected()).isEmpty();
        assertThat(report.created()).isEqualTo(11_103);
        assertThat(report.provisional()).isEqualTo(4 + 30);
        assertThat(report.totals().get("doubtful")).isEqualTo(Map.of("other-district", 102, "shared-point", 16));
        assertThat(count("code like '08%' and kind = 'SCHOOL' and participates"))
                .isEqualTo(6_362);
        assertThat(count("code like '08%' and category = 'SECONDARY'")).isEqualTo(3_924);
    }

    @Test
    @Order(2)
    @DisplayName(
            "all 85,747 schools of Bihar come in, names that begin with + kept; 863 share a point with three others or more")
    void bihar() {
        var report = take("schools/bihar_all_slim.csv");
        assertThat(report.rejected()).isEmpty();
        assertThat(report.created()).isEqualTo(85_747);
        assertThat(report.totals().get("doubtful")).containsEntry("shared-point", 863);
        assertThat(count("code like '10%' and kind = 'SCHOOL' and participates"))
                .isEqualTo(72_132);
        assertThat(count("name = '+2 DEVI MANGAL SINGH HIGH SCHOOL BAGAHA'")).isEqualTo(1);
        assertThat(count("kind = 'SCHOOL' and cardinality(path) < 3")).isZero();
    }

    @Test
    @Order(3)
    @DisplayName("the same lists once more change nothing")
    void again() {
        assertThat(take("schools/bihar_all_slim.csv").unchanged()).isEqualTo(85_747);
        assertThat(take("schools/rajasthan_bikaner_division_0801-0804.csv").unchanged())
                .isEqualTo(11_103);
    }

    private int count(String condition) {
        return jdbc.sql("select count(*) from institution where " + condition)
                .query(Integer.class)
                .single();
    }

    private ImportReport take(String path) {
        var list = ReferenceData.need(path);
        var start = System.nanoTime();
        var report = institutions.take(
                new FileSystemResource(list), Mapping.UDISE, Optional.empty(), new ImportMode(false, false));
        LoggerFactory.getLogger(getClass())
                .info(
                        "{} read {} in {} ms: created {} updated {} unchanged {} provisional {} totals {} ignored {}",
                        list.getFileName(),
                        report.read(),
                        (System.nanoTime() - start) / 1_000_000,
                        report.created(),
                        report.updated(),
                        report.unchanged(),
                        report.provisional(),
                        report.totals(),
                        report.ignoredColumns());
        return report;
    }
}
