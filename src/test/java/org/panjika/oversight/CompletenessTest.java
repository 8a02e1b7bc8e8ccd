package org.panjika.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;
import static org.panjika.Calls.problem;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("Every officer sees the completeness of all below (RJ-6, RJ-11)")
class CompletenessTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 9);

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    TestState.Block block;
    String school;
    String empty;
    String head;
    String teacher;
    String officer;

    @BeforeEach
    void aBlock() {
        clock.set(DAY, "11:00");
        block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        empty = state.school(block.block());
        head = state.holder("HEAD", school);
        teacher = state.staff(school);
        officer = state.holder("HEAD", block.block());
        opening.open(DAY);
    }

    @Test
    @DisplayName("a row for each school of the block and one for the office itself; the columns add up to expected")
    void rows() {
        calls.mark(teacher, "IN", clock.instant());
        calls.roll(head, school, DAY, List.of(line(head, "TOUR", "LEAVE")));
        for (var time : List.of("11:00", "14:00")) {
            clock.set(DAY, time);
            var answer = completeness(officer, block.block());
            assertThat(rowsOf(answer))
                    .extracting(r -> r.get("code"))
                    .containsExactlyInAnyOrder(block.block(), school, empty);
            Stream.concat(rowsOf(answer).stream(), Stream.of(total(answer))).forEach(row -> {
                var parts = Stream.of(
                                "present", "tour", "duty", "leave", "absent", "technical", "toBeConfirmed", "unmarked")
                        .mapToInt(part -> (Integer) row.get(part))
                        .sum();
                assertThat(parts).isEqualTo(row.get("expected"));
                assertThat((Integer) row.get("recorded") + (Integer) row.get("unmarked"))
                        .isEqualTo(row.get("expected"));
            });
        }
    }

    @Test
    @DisplayName(
            "only sessions that have begun count: 2 sessions of the school at 11:00, 4 at 14:00, none at 9:00 (C6)")
    void begun() {
        assertThat(row(completeness(officer, block.block()), school)).containsEntry("expected", 2);
        clock.set(DAY, "14:00");
        assertThat(row(completeness(officer, block.block()), school)).containsEntry("expected", 4);
        clock.set(DAY, "09:00");
        assertThat(row(completeness(officer, block.block()), school)).containsEntry("expected", 0);
    }

    @Test
    @DisplayName("a mark moves the figures at once, at every level above; when all are in, the school is complete")
    void fillsUp() {
        var before = row(completeness(officer, block.block()), school);
        assertThat(before)
                .containsEntry("present", 0)
                .containsEntry("incomplete", 1)
                .containsEntry("complete", 0);
        calls.mark(teacher, "IN", clock.instant());
        var half = row(completeness(officer, block.block()), school);
        assertThat(half)
                .containsEntry("present", 1)
                .containsEntry("unmarked", 1)
                .containsEntry("incomplete", 1);
        assertThat(half.get("percentages").toString()).contains("recorded=50.0");
        calls.mark(head, "IN", clock.instant());
        assertThat(row(completeness(officer, block.block()), school))
                .containsEntry("complete", 1)
                .containsEntry("incomplete", 0);
        var director = state.holder("HEAD", block.directorate());
        var state = completeness(director, block.directorate());
        assertThat(row(state, block.district())).containsEntry("present", 2).containsEntry("complete", 1);
    }

    @Test
    @DisplayName("where nobody is expected the institution is not concerned: neither complete nor incomplete (C6)")
    void notConcerned() {
        assertThat(row(completeness(officer, block.block()), empty))
                .containsEntry("institutions", 1)
                .containsEntry("notConcerned", 1)
                .containsEntry("complete", 0)
                .containsEntry("incomplete", 0);
    }

    @Test
    @DisplayName("the worst come first, those not concerned last")
    void worstFirst() {
        var better = state.school(block.block());
        var marked = state.staff(better);
        opening.open(DAY);
        calls.mark(marked, "IN", clock.instant());
        assertThat(rowsOf(completeness(officer, block.block())))
                .extracting(r -> r.get("code"))
                .containsSubsequence(school, better, empty);
    }

    @Test
    @DisplayName("staff deputed to offices outside the portal are counted apart (RJ-12)")
    void offPortal() {
        state.deputeOffPortal(teacher, "Census office");
        opening.open(DAY);
        var row = row(completeness(officer, block.block()), school);
        assertThat(row).containsEntry("expected", 1).containsEntry("offPortal", Map.of("staff", 1, "marked", 0));
    }

    @Test
    @DisplayName("nobody sees above the highest seat held, nor beside it; who holds none sees nothing (UP-5)")
    void scope() {
        assertThat(completeness(officer, null)).containsEntry("under", block.block());
        assertThat(problem(calls.get(officer, "/oversight/completeness?under=" + block.district())))
                .isEqualTo("404 not-found");
        assertThat(problem(calls.get(
                        officer,
                        "/oversight/completeness?under=" + state.block("BR").block())))
                .isEqualTo("404 not-found");
        assertThat(problem(calls.get(teacher, "/oversight/completeness"))).isEqualTo("403 not-allowed");
        assertThat(completeness(head, null)).containsEntry("under", school);
        assertThat(problem(calls.get(officer, "/oversight/completeness?day=2019-01-01")))
                .isEqualTo("404 not-found");
        for (var board : List.of("completeness", "deadlines")) {
            var future = calls.get(officer, "/oversight/" + board + "?day=" + DAY.plusDays(1));
            assertThat(problem(future)).isEqualTo("422 register-in-future");
            assertThat(future.getBody()).containsEntry("day", DAY.plusDays(1).toString());
            assertThat(problem(calls.get(
                            officer, "/oversight/" + board + "?day=" + DAY.plusDays(1) + "&under=" + block.district())))
                    .as("who asks is judged first")
                    .isEqualTo("404 not-found");
        }
    }

    @Test
    @DisplayName(
            "what an office's row says is what its institutions add up to: after marks, roll, a move, a holiday at noon")
    void addedUp() {
        clock.set(DAY, "14:00");
        var director = state.holder("HEAD", block.directorate());
        var nodal = state.school(school);
        var colleague = state.staff(nodal);
        var other = state.blockUnder(block.district());
        opening.open(DAY);
        calls.mark(teacher, "IN", clock.instant());
        calls.mark(colleague, "IN", clock.instant());
        calls.roll(head, school, DAY, List.of(line(head, "TOUR", "LEAVE")));
        addsUp(director, 4, 8);

        state.move(school, other);
        opening.open(DAY);
        addsUp(director, 2, 2);
        assertThat(row(completeness(director, block.district()), other))
                .containsEntry("institutions", 3)
                .containsEntry("expected", 6)
                .containsEntry("present", 2)
                .containsEntry("tour", 1)
                .containsEntry("leave", 1);

        state.holiday(block.block(), DAY);
        opening.open(DAY);
        addsUp(director, 2, 0);
    }

    private void addsUp(String director, int institutions, int expected) {
        var fromAbove = row(completeness(director, block.district()), block.block());
        var oneByOne = total(completeness(officer, block.block()));
        assertThat(fromAbove).containsEntry("institutions", institutions).containsEntry("expected", expected);
        oneByOne.forEach((figure, value) -> assertThat(fromAbove).containsEntry(figure, value));
    }

    private Map<String, Object> completeness(String login, String under) {
        var answer = calls.get(login, "/oversight/completeness?day=" + DAY + (under == null ? "" : "&under=" + under));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        return answer.getBody();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rowsOf(Map<String, Object> answer) {
        return (List<Map<String, Object>>) answer.get("items");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> total(Map<String, Object> answer) {
        return (Map<String, Object>) answer.get("total");
    }

    private static Map<String, Object> row(Map<String, Object> answer, String code) {
        return rowsOf(answer).stream()
                .filter(r -> r.get("code").equals(code))
                .findFirst()
                .orElseThrow();
    }
}
