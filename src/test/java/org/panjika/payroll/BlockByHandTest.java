package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.Verdict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName(
        "A sample block's month counted by hand, from the register to the adjustments (BR-18, BR-20, RJ-13, C5, C16, C17)")
class BlockByHandTest {

    /** Begins on a Tuesday; Sundays are free. */
    private static final YearMonth MONTH = YearMonth.of(2027, 6);

    private static final String ALL = "P P P P P - P P P P P P - P P P P P P - P P P P P P - P P P";

    /**
     * A person's month.
     *
     * @param days as the paper register of the school reads
     * @param balances half days of casual and earned leave at first
     * @param late days, all condoned
     * @param sent sessions of full, half and no pay and held, as accepted
     * @param taken from which leave, by day
     * @param adjusted a month later
     */
    private record Row(String days, String balances, int late, String sent, String taken, String adjusted) {}

    private static final Map<String, Row> BY_HAND = new LinkedHashMap<>();

    static {
        row("present throughout", ALL, "10 10", 0, "60 0 0 0", "", "");
        row("late on 2 days", ALL, "10 10", 2, "60 0 0 0", "", "");
        row("late on 3 days", ALL, "10 10", 3, "60 0 0 0", "CL", "");
        row("late on 4 days", ALL, "10 10", 4, "60 0 0 0", "CL CL", "");
        row("absent on two days, 1½ casual left", on("8 A", "9 A"), "3 10", 0, "60 0 0 0", "CL CL CL EL", "");
        row("absent on half a day, nothing left", on("8 PA"), "0 0", 0, "59 0 1 0", "LWP", "");
        row("joined on the 10th", from(10), "0 0", 0, "42 0 0 0", "", "");
        row("deputed from the 16th, absent there on the 17th", until(15), "0 0", 0, "58 0 2 0", "LWP LWP", "");
        row("moved on the 16th", until(15), "0 0", 0, "30 0 0 0", "", "");
        row("half-pay leave from 28 May", on("1 H", "2 H", "3 H", "4 H", "5 H"), "0 0", 0, "50 10 0 0", "", "");
        row(
                "unmarked on the 3rd, corrected later",
                on("3 U"),
                "0 0",
                0,
                "58 0 0 2",
                "",
                "2027-07 ARREAR HELD>FULL 2 REGISTER");
        row("absent on a later holiday", on("14 A"), "0 0", 0, "58 0 2 0", "", "2027-07 ARREAR NONE>FULL 2 CALENDAR");
        row(
                "absent on the 30th, may still reply",
                on("30 A"),
                "0 0",
                0,
                "60 0 0 0",
                "LWP LWP",
                "2027-07 RECOVERY FULL>NONE 2 ABSENCE");
        row("absent on the 21st, returned: on duty", on("21 A"), "0 0", 0, "60 0 0 0", "", "");
        row("absent on the 22nd, waived by the head", on("22 A"), "0 0", 0, "60 0 0 0", "", "");
    }

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    PaperMonth paper;

    @Autowired
    PayBooks books;

    @Autowired
    DayOpening opening;

    @Autowired
    Statements statements;

    @Autowired
    Verification verification;

    @Autowired
    Proposals proposals;

    @Autowired
    Institutions institutions;

    @Autowired
    Callers callers;

    @Autowired
    JdbcClient jdbc;

    private final Map<String, String> people = new LinkedHashMap<>();
    private String school;
    private String other;
    private String head;
    private Institution institution;

    private static void row(
            String who, String days, String balances, int late, String sent, String taken, String adjusted) {
        BY_HAND.put(who, new Row(days, balances, late, sent, taken, adjusted));
    }

    /** Present but for some days. */
    private static String on(String... days) {
        var words = ALL.split(" ");
        for (var day : days) {
            var said = day.split(" ");
            words[Integer.parseInt(said[0]) - 1] = said[1];
        }
        return String.join(" ", words);
    }

    private static String from(int day) {
        var words = ALL.split(" ");
        for (int n = 0; n < day - 1; n++) words[n] = "-";
        return String.join(" ", words);
    }

    private static String until(int day) {
        return String.join(" ", List.of(ALL.split(" ")).subList(0, day));
    }

    @Test
    @DisplayName(
            "lateness, absence, joining, deputation, leave over two months, return and resend, a holiday declared later: to the session")
    void byHand() {
        aBlock();
        register();
        theMonthPasses();
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        statements.send(institution, MONTH, head, false);
        returnedAndSentAgain();
        BY_HAND.forEach((who, row) ->
                assertThat(PayBooks.paid(sent(institution, who))).as(who).isEqualTo(row.sent()));
        assertThat(PayBooks.paid(sent(institutions.find(other).orElseThrow(), "moved on the 16th")))
                .as("the other half of who moved")
                .isEqualTo("30 0 0 0");
        assertThat(verification.oneHand(institution, MONTH))
                .as("the head draws the pay")
                .isTrue();
        assertThat(verification.toLookAtAgain(institution, MONTH))
                .extracting(l -> l.person().employeeCode())
                .as("the head's own line, and whom the head spared")
                .containsExactlyInAnyOrder(head, people.get("absent on the 22nd, waived by the head"));
        aMonthLater();
        BY_HAND.forEach((who, row) -> {
            assertThat(books.charges(people.get(who), MONTH)).as(who).isEqualTo(row.taken());
            assertThat(books.adjusted(people.get(who), MONTH)).as(who).isEqualTo(row.adjusted());
        });
    }

    private void aBlock() {
        clock.set(MONTH.atDay(1), "08:00");
        var block = state.block("BR");
        school = state.school(block.block());
        other = state.school(block.block());
        head = state.holder("HEAD", school);
        state.charge(head, "DDO", school);
        state.holder("HEAD", other);
        state.holder("HEAD", block.block());
        institution = institutions.find(school).orElseThrow();
    }

    private void register() {
        BY_HAND.forEach((who, row) -> {
            var person = state.staff(school);
            people.put(who, person);
            paper.write(person, school, MONTH, row.days());
            var balances = row.balances().split(" ");
            if (!balances[0].equals("0")) books.balance(person, "CL", Integer.parseInt(balances[0]));
            if (!balances[1].equals("0")) books.balance(person, "EL", Integer.parseInt(balances[1]));
            for (int n = 0; n < row.late(); n++) {
                paper.late(person, MONTH.atDay(8 + n), 30);
                books.condoned(person, school, MONTH.atDay(8 + n));
            }
        });
        paper.write(head, school, MONTH, ALL);
        var moved = people.get("moved on the 16th");
        posted(moved, school, "[2020-01-01,2027-06-16)");
        jdbc.sql(
                        "insert into posting (staff_id, institution_id, during) select ?, id, '[2027-06-16,)' from institution where code = ?")
                .params(books.id(moved), other)
                .update();
        paper.write(moved, other, MONTH, from(16));
        posted(people.get("joined on the 10th"), school, "[2027-06-10,)");
        var absentThere = from(16).replaceFirst("P P", "P A");
        var deputed = people.get("deputed from the 16th, absent there on the 17th");
        state.depute(deputed, other, MONTH.atDay(16));
        for (int day = 16; day <= 30; day++) opening.open(MONTH.atDay(day));
        assertThat(state.reads(deputed, MONTH.atDay(17)))
                .as("opened where the person works")
                .isEqualTo("UNMARKED UNMARKED");
        paper.write(deputed, other, MONTH, absentThere);
        var may = YearMonth.of(2027, 5);
        var onLeave = people.get("half-pay leave from 28 May");
        paper.write(onLeave, school, may, "- ".repeat(27) + "H H - H");
        paper.leave(onLeave, "HPL", "APPROVED", may.atDay(28), MONTH.atDay(5));
    }

    private void posted(String person, String at, String during) {
        jdbc.sql("update posting set during = ?::daterange where staff_id = ?")
                .params(during, books.id(person))
                .update();
    }

    private void theMonthPasses() {
        for (var morning : List.of(MONTH.atDay(10), MONTH.atDay(18), MONTH.atDay(23), LocalDate.of(2027, 7, 1))) {
            clock.set(morning, "07:00");
            proposals.tell();
            if (morning.equals(MONTH.atDay(23))) waived("absent on the 22nd, waived by the head");
        }
    }

    private void waived(String who) {
        var person = people.get(who);
        var told = proposals.of(books.id(person), MONTH).get(0).id();
        proposals.reply(
                callers.find(person).orElseThrow(), told, Reply.CONTEST, Optional.of("At the hospital"), List.of());
        proposals.decide(callers.find(head).orElseThrow(), told, Verdict.WAIVE, "Paper seen");
    }

    private void returnedAndSentAgain() {
        var returned = people.get("absent on the 21st, returned: on duty");
        assertThat(PayBooks.paid(sent(institution, "absent on the 21st, returned: on duty")))
                .as("version 1")
                .isEqualTo("58 0 2 0");
        statements.giveBack(institution, MONTH, head, "Was that not a duty?", List.of(returned));
        paper.day(returned, school, MONTH.atDay(21), "D");
        statements.send(institution, MONTH, head, false);
        statements.accept(institution, MONTH, "test");
        statements.send(institutions.find(other).orElseThrow(), MONTH, head, true);
    }

    private Line sent(Institution at, String who) {
        return statements.of(at, MONTH).line(people.get(who)).orElseThrow();
    }

    /** The 3rd is corrected, the 14th declared a holiday; July is sent. */
    private void aMonthLater() {
        paper.day(people.get("unmarked on the 3rd, corrected later"), school, MONTH.atDay(3), "P");
        paper.free(school, MONTH.atDay(14));
        clock.set(LocalDate.of(2027, 8, 1), "10:00");
        statements.send(institution, MONTH.plusMonths(1), head, false);
    }
}
