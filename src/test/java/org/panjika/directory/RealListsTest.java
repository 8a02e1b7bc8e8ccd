package org.panjika.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
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
@TestPropertySource(properties = "panjika.database.own-for=real-lists")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealListsTest {

    private static final Path DATA = Path.of(System.getProperty("panjika.referenceData", "../shared/data"))
            .resolve("schools");
    private static final Path RAJASTHAN = DATA.resolve("rajasthan_bikaner_division_0801-0804.csv");
    private static final Path BIHAR = DATA.resolve("bihar_all_slim.csv");

    @Autowired
    ImportInstitutions institutions;

    @Autowired
    JdbcClient jdbc;

    @BeforeAll
    static void thereIsReferenceData() {
        if (!"true".equals(System.getenv("PANJIKA_REQUIRE_ALL")))
            Assumptions.assumeTrue(Files.exists(BIHAR), "no reference data at " + DATA);
    }

    @Test
    @Order(1)
    @DisplayName("all 11,103 schools of Bikaner division come in, 6,362 of them taking part")
    void rajasthan() {
        var report = take(RAJASTHAN, false);
        assertThat(report.rejected()).isEmpty();
        assertThat(report.created()).isEqualTo(11_103);
    }

    @Test
    @Order(2)
    @DisplayName("all 85,747 schools of Bihar come in")
    void bihar() {
        var report = take(BIHAR, false);
        assertThat(report.rejected()).isEmpty();
        assertThat(report.created()).isEqualTo(85_747);
    }

    @Test
    @Order(3)
    @DisplayName("the same list once more changes nothing")
    void again() {
        var report = take(BIHAR, false);
        assertThat(report.unchanged()).isEqualTo(85_747);
    }

    private ImportReport take(Path list, boolean preview) {
        var start = System.nanoTime();
        var report = institutions.take(
                new FileSystemResource(list), Mapping.UDISE, Optional.empty(), new ImportMode(false, preview));
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
