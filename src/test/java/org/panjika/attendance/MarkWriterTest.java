package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.problem.CommonProblem;

@DisplayName("Whoever sends a mark is answered")
class MarkWriterTest {

    /** Without groups every mark fails, as by a fault of our own. */
    private final MarkWriter writer = new MarkWriter(null);

    @Test
    @DisplayName("also after the writer has stopped")
    void afterTheEnd() {
        writer.start();
        writer.stop();
        assertThat(writer.write(attempt()).join())
                .isInstanceOfSatisfying(MarkOutcome.NotRecorded.class, not -> assertThat(not.problem())
                        .isEqualTo(CommonProblem.UNEXPECTED));
    }

    @Test
    @DisplayName("also when the one before failed unexpectedly")
    void afterAFailure() {
        writer.start();
        try {
            assertThat(writer.write(attempt())).failsWithin(Duration.ofSeconds(20));
            assertThat(writer.write(attempt())).failsWithin(Duration.ofSeconds(20));
        } finally {
            writer.stop();
        }
    }

    private static Attempt attempt() {
        return new Attempt(
                UUID.randomUUID(),
                new byte[0],
                "teacher",
                Set.of(),
                "teacher",
                Mark.Kind.IN,
                Mark.Mode.SELF,
                Instant.EPOCH,
                LocalDate.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
