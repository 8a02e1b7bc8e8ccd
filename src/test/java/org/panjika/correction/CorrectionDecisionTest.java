package org.panjika.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.panjika.Calls.line;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.correction.CorrectionHistory.Measure;
import org.panjika.problem.Refused;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName(
        "Who decides from a page is bound by the same rules as in Tasklist; a hint is given only far above the neighbours")
class CorrectionDecisionTest {

    private static final LocalDate DAY = LocalDate.of(2027, 6, 9);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    CorrectionCases cases;

    @Autowired
    Callers callers;

    String nodal;
    String teacher;
    String head;
    String peeo;
    String blockOfficer;
    UUID request;

    @BeforeEach
    void aRequestThatWaitsForThePeeo() {
        clock.set(DAY, "11:00");
        var block = state.blockAtWork("RJ", DAY, 5);
        nodal = state.school(block.block());
        var school = state.elementarySchool(nodal);
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        peeo = state.holder("HEAD", nodal);
        blockOfficer = state.holder("HEAD", block.block());
        opening.open(DAY);
        clock.set(DAY.plusDays(1), "10:00");
        request = UUID.randomUUID();
        var answer = calls.post(
                head,
                "/corrections",
                Map.of(
                        "id", request.toString(),
                        "institution", school,
                        "day", DAY.toString(),
                        "reason", "The roll was forgotten",
                        "lines", List.of(line(teacher, "PRESENT", "PRESENT"))));
        assertThat(answer.getBody()).containsEntry("authority", "PEEO");
    }

    @Test
    @DisplayName(
            "an office that does not have it, the head who asked, a decision not offered, no remark, an old version: refused")
    void refused() {
        assertThat(refusal(blockOfficer, "approve", Optional.empty(), 1)).isEqualTo("correction-not-pending");
        assertThat(refusal(head, "approve", Optional.empty(), 1)).isEqualTo("correction-not-pending");
        assertThat(refusal(peeo, "perhaps", Optional.empty(), 1)).isEqualTo("value-not-offered");
        assertThat(refusal(peeo, "reject", Optional.empty(), 1)).isEqualTo("answer-missing");
        assertThat(refusal(peeo, "approve", Optional.empty(), 2)).isEqualTo("request-changed");
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
        cases.complete(callers.find(peeo).orElseThrow(), request, "approve", Optional.empty(), 1);
        assertThat(state.reads(teacher, DAY)).isEqualTo("PRESENT PRESENT");
    }

    @Test
    @DisplayName("C4: who is named in the request and has taken over the seat does not decide it")
    void ownCase() {
        state.handOver(peeo, teacher, "HEAD", nodal);
        assertThat(refusal(teacher, "approve", Optional.empty(), 1)).isEqualTo("concerned-in-case");
        assertThat(refusal(peeo, "approve", Optional.empty(), 1))
                .as("the seat is no longer his")
                .isEqualTo("correction-not-pending");
        assertThat(state.reads(teacher, DAY)).isEqualTo("UNMARKED UNMARKED");
    }

    @Test
    @DisplayName("striking: at least 4, and more than 3 times the neighbours' mean")
    void striking() {
        var measure = new Measure(90, 4, 3);
        assertThat(measure.striking(3, 0)).isFalse();
        assertThat(measure.striking(4, 0)).isTrue();
        assertThat(measure.striking(6, 2)).isFalse();
        assertThat(measure.striking(7, 2)).isTrue();
    }

    private String refusal(String who, String decision, Optional<String> remark, int version) {
        var caller = callers.find(who).orElseThrow();
        return catchThrowableOfType(Refused.class, () -> cases.complete(caller, request, decision, remark, version))
                .problem()
                .code();
    }
}
