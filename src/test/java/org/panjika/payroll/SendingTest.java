package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.CoversProcess;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.SessionStatus;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.State;
import org.panjika.payroll.Proposal.Verdict;
import org.panjika.payroll.jdbc.AbsenceChargeTable;
import org.panjika.payroll.jdbc.AdjustmentTable;
import org.panjika.payroll.jdbc.SendingTable;
import org.panjika.problem.Refused;
import org.panjika.storage.Scans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@CoversProcess("pay-notices")
@DisplayName(
        "A month is sent, returned, accepted and adjusted; absence is charged only after notice (BR-18, BR-20, C16, C17)")
class SendingTest {

    /** Begins on a Tuesday; Sundays are free. */
    private static final YearMonth MONTH = YearMonth.of(2027, 6);

    private static final String PRESENT = "P P P P P - P P P P P P - P P P P P P - P P P P P P - P P P";
    /** Two days of absence, the 8th and 9th. */
    private static final String ABSENT = "P P P P P - P A A P P P - P P P P P P - P P P P P P - P P P";

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    PaperMonth paper;

    @Autowired
    PayBooks books;

    @Autowired
    Statements statements;

    @Autowired
    Adjustments adjustments;

    @Autowired
    LateChanges changes;

    @Autowired
    PersonalPay personal;

    @Autowired
    SendingTable sending;

    @Autowired
    AdjustmentTable table;

    @Autowired
    AbsenceChargeTable charges;

    @Autowired
    PayMonths months;

    @Autowired
    Proposals proposals;

    @Autowired
    CorrectionEffect corrections;

    @Autowired
    DayOpening opening;

    @Autowired
    FlywayConnectionDetails owner;

    @Autowired
    Institutions institutions;

    @Autowired
    Callers callers;

    @Autowired
    Scans scans;

    @Autowired
    Jobs jobs;

    @Autowired
    ManagementService management;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    Institution institution;

    @BeforeEach
    void aSchool() {
        aSchoolIn(state.block("BR"));
        paper.write(head, school, MONTH, PRESENT);
    }

    private void aSchoolIn(TestState.Block in) {
        block = in;
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        state.holder("HEAD", block.block());
        institution = institutions.find(school).orElseThrow();
    }

    @Test
    @DisplayName(
            "absent for two days with 1½ casual left: told on the next working day, three working days to answer, then 3 half days of casual and one of earned leave")
    void oneAndAHalfCasualLeft() {
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "CL", 3);
        books.balance(teacher, "EL", 10);
        tellOn(MONTH.atDay(10));
        var told = proposals.of(books.id(teacher), MONTH);
        assertThat(told).hasSize(2).allSatisfy(p -> {
            assertThat(p.replyUntil()).as("Friday, Saturday, Monday").isEqualTo(MONTH.atDay(14));
            assertThat(p.state(MONTH.atDay(14))).isEqualTo(State.TOLD);
            assertThat(p.state(MONTH.atDay(15))).isEqualTo(State.SILENT);
        });
        assertThat(proposals.tell()).as("once").isZero();
        clock.set(MONTH.atEndOfMonth().plusDays(1), "10:00");
        assertThat(paid(statements.now(institution, MONTH)))
                .as("as it would be")
                .isEqualTo("60 0 0 0");
        assertThat(books.left(teacher, "CL")).isEqualTo(3);
        var sent = statements.send(institution, MONTH, head, false);
        assertThat(paid(sent)).isEqualTo("60 0 0 0");
        assertThat(books.charges(teacher, MONTH)).isEqualTo("CL CL CL EL");
        assertThat(books.left(teacher, "CL")).isZero();
        assertThat(books.left(teacher, "EL")).isEqualTo(9);
        assertThatThrownBy(() -> statements.send(institution, MONTH, head, false))
                .hasMessageContaining("pay-statement-sent");
    }

    @Test
    @DisplayName(
            "sent, a debit is reserved and nobody else may take it; returned it is released, sent again reserved anew, accepted posted; what is no absence after all is given back (C16)")
    void reservedAndPosted() {
        paper.write(teacher, school, MONTH, ABSENT.replaceFirst("A A", "A P"));
        books.balance(teacher, "CL", 3);
        tellOn(MONTH.atDay(10));
        assertThat(books.casual(teacher)).isEqualTo("3, 0 reserved");
        send(MONTH);
        assertThat(books.casual(teacher)).as("sent").isEqualTo("1, 2 reserved");
        assertThat(posted()).as("sent").containsOnly(false);
        statements.giveBack(institution, MONTH, head, "Look again", List.of(teacher));
        assertThat(books.casual(teacher)).as("returned").isEqualTo("3, 0 reserved");
        assertThat(posted()).as("returned").isEmpty();
        statements.send(institution, MONTH, head, false);
        assertThat(books.casual(teacher)).as("sent again").isEqualTo("1, 2 reserved");
        assertThat(books.astray(school)).isZero();
        statements.accept(institution, MONTH, "test");
        assertThat(books.casual(teacher)).as("accepted").isEqualTo("1, 0 reserved");
        assertThat(posted()).as("accepted").hasSize(2).containsOnly(true);
        assertThat(books.astray(school)).isZero();
        paper.day(teacher, school, MONTH.atDay(8), "D");
        adjustments.post(List.of(institution), "test");
        assertThat(books.casual(teacher)).as("given back").isEqualTo("3, 0 reserved");
        assertThat(books.astray(school)).isZero();
    }

    private List<Boolean> posted() {
        return proposals.of(books.id(teacher), MONTH).stream()
                .flatMap(p -> p.charges().stream())
                .map(Proposal.Charged::posted)
                .toList();
    }

    @Test
    @DisplayName(
            "the database accepts no statement whose debits are not posted, and posts none that is not accepted, or not there any more")
    void neitherWithoutTheOther() {
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "CL", 10);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        assertThatThrownBy(() -> jdbc.sql(
                                """
                                insert into payroll_step (recorded_at, recorded_by, statement_id, version, step)
                                select current_timestamp, 'test', id, version, 'ACCEPTED' from payroll_statement
                                 where institution_id = ? and month = ?
                                """)
                        .params(institution.id(), MONTH.atDay(1))
                        .update())
                .hasMessageContaining("a debit that it reserved is not posted");
        assertThatThrownBy(this::post).hasMessageContaining("its statement is not accepted");
        statements.giveBack(institution, MONTH, head, "Look again", List.of(teacher));
        assertThatThrownBy(this::post).hasMessageContaining("no debit of absence that stands");
    }

    /** All that absence ever took from the teacher. */
    private void post() {
        jdbc.sql(
                        """
                        insert into leave_posting (debit, recorded_at, recorded_by)
                        select entry_no, current_timestamp, 'test' from leave_entry
                         where staff_id = ? and source = 'ABSENCE' and half_days < 0
                        """)
                .param(books.id(teacher))
                .update();
    }

    @Test
    @DisplayName(
            "three working days to answer are the person's own: of a teacher in the vacation those after it, of the head those of the office (C14, C16)")
    void ownWorkingDays() {
        for (var who : List.of(teacher, head)) paper.write(who, school, MONTH, ABSENT);
        jdbc.sql("update staff set cadre = 'NON_VACATION' where employee_code = ?")
                .param(head)
                .update();
        vacation(MONTH.atDay(11), MONTH.atDay(30));
        tellOn(MONTH.atDay(10));
        assertThat(proposals.of(books.id(head), MONTH)).isNotEmpty().allSatisfy(p -> assertThat(p.replyUntil())
                .as("Friday, Saturday, Monday")
                .isEqualTo(MONTH.atDay(14)));
        assertThat(proposals.of(books.id(teacher), MONTH)).isNotEmpty().allSatisfy(p -> assertThat(p.replyUntil())
                .as("Thursday, Friday, Saturday after it")
                .isEqualTo(LocalDate.of(2027, 7, 3)));
        clock.set(MONTH.atDay(28), "10:00");
        faultRefused(MONTH.atDay(8), LocalDate.of(2027, 7, 3));
        assertThat(proposals.of(books.id(teacher), MONTH).get(1).replyUntil())
                .as("a fresh window of five working days of the office is five of the teacher's, until Tuesday (C15)")
                .isEqualTo(LocalDate.of(2027, 7, 6));
        send(MONTH);
        var sent = statements.of(institution, MONTH);
        assertThat(PayBooks.paid(sent.line(head).orElseThrow())).isEqualTo("56 0 4 0");
        assertThat(paid(sent)).as("still to be heard").isEqualTo("60 0 0 0");
    }

    @Test
    @DisplayName(
            "absent and late on the last day before nine weeks of vacation: a teacher is told on the first working day after it, who works in the office or is deputed elsewhere on their own next one, once (BR-18, C16)")
    void toldAfterTheVacation() {
        var deputed = state.staff(school);
        for (var who : List.of(teacher, head, deputed)) {
            paper.write(who, school, MONTH, PRESENT);
            paper.day(who, school, MONTH.atDay(10), "PA");
            paper.late(who, MONTH.atDay(10), 75);
        }
        jdbc.sql("update staff set cadre = 'NON_VACATION' where employee_code = ?")
                .param(head)
                .update();
        vacation(MONTH.atDay(11), LocalDate.of(2027, 8, 15));
        state.depute(deputed, state.school(block.block()), MONTH.atDay(11));
        tellOn(MONTH.atDay(11));
        for (var who : List.of(head, deputed)) {
            assertThat(proposals.of(books.id(who), MONTH))
                    .extracting(Proposal::kind)
                    .containsExactlyInAnyOrder(Proposal.Kind.ABSENCE, Proposal.Kind.LATENESS);
        }
        tellOn(LocalDate.of(2027, 7, 1));
        tellOn(LocalDate.of(2027, 8, 14));
        assertThat(proposals.of(books.id(teacher), MONTH)).isEmpty();
        tellOn(LocalDate.of(2027, 8, 16));
        assertThat(proposals.of(books.id(teacher), MONTH))
                .extracting(p -> p.day() + " " + p.kind() + " " + p.replyUntil())
                .containsExactly("2027-06-10 ABSENCE 2027-08-19", "2027-06-10 LATENESS 2027-08-19");
        assertThat(proposals.tell()).as("once").isZero();
        assertThat(jdbc.sql("select count(*) from payroll_left_to_tell where staff_id = ?")
                        .param(books.id(teacher))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName(
            "posted late into a month that was sent: nobody saw the work, so what is added is held, not paid; told, and paid when the head waives it (C5, C6, C17)")
    void postedLateIntoASentMonth() {
        send(MONTH);
        var late = state.staff(school);
        jdbc.sql("update posting set during = daterange(?::date, null) where staff_id = ?")
                .params(MONTH.atDay(29).toString(), books.id(late))
                .update();
        opening.followWorkplaces();
        adjustments.post(List.of(institution), "test");
        assertThat(books.adjusted(late, MONTH)).isEqualTo("2027-07 NEITHER NOT_HERE>HELD 4 POSTING");
        // as late as the two months that are looked through every morning do not reach
        tellOn(LocalDate.of(2027, 9, 1));
        var told = proposals.of(books.id(late), MONTH);
        assertThat(told).hasSize(2).allSatisfy(p -> assertThat(p.kind()).isEqualTo(Proposal.Kind.UNMARKED));
        for (var one : told) proposals.decide(caller(head), one.id(), Verdict.WAIVE, "Joined on the 29th, was here");
        adjustments.post(List.of(institution), "test");
        assertThat(books.adjusted(late, MONTH))
                .isEqualTo("2027-07 NEITHER NOT_HERE>HELD 4 POSTING, 2027-07 ARREAR HELD>FULL 4 REGISTER");
        nothingIsLeft();
    }

    @Test
    @DisplayName("at seven in the morning everybody is told")
    void everyMorning() {
        paper.write(teacher, school, MONTH, ABSENT);
        clock.set(MONTH.atDay(10), "07:00");
        jobs.carryOut(management
                .createJobQuery()
                .processDefinitionKey("pay-notices")
                .timers()
                .singleResult());
        Awaitility.await().untilAsserted(() -> assertThat(told(teacher)).contains("pay-absence"));
    }

    @Test
    @DisplayName("nothing left of any leave: the sessions are not paid")
    void nothingLeft() {
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "HPL", 1);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("56 1 3 0");
    }

    @Test
    @DisplayName("the window is not over when the month is sent: the day is paid, and recovered in the next month")
    void windowNotOver() {
        paper.write(teacher, school, MONTH, PRESENT.substring(0, PRESENT.length() - 1) + "A");
        tellOn(LocalDate.of(2027, 7, 1));
        assertThat(proposals.of(books.id(teacher), MONTH).get(0).replyUntil()).isEqualTo(LocalDate.of(2027, 7, 5));
        clock.set(LocalDate.of(2027, 7, 5), "10:00");
        var sent = statements.send(institution, MONTH, head, false);
        assertThat(paid(sent)).isEqualTo("60 0 0 0");
        assertThat(sent.line(teacher).orElseThrow().of(Figure.OPEN).count()).isEqualTo(2);
        var july = YearMonth.of(2027, 7);
        clock.set(LocalDate.of(2027, 8, 1), "10:00");
        statements.send(institution, july, head, false);
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-07 RECOVERY FULL>NONE 2 ABSENCE");
    }

    @Test
    @DisplayName(
            "contested with a document: open until the head decides; waived, nothing is taken; only once and only in time")
    void contested() {
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "CL", 10);
        tellOn(MONTH.atDay(10));
        var told = proposals.of(books.id(teacher), MONTH);
        var eighth = told.get(1).id();
        var scan = scans.keep(teacher, "%PDF-1.4 a certificate".getBytes(StandardCharsets.UTF_8))
                .hash()
                .hex();
        var others = scans.keep(head, "%PDF-1.4 of another".getBytes(StandardCharsets.UTF_8))
                .hash()
                .hex();
        assertThatThrownBy(() -> reply(eighth, Reply.CONTEST, "")).hasMessageContaining("pay-reply-text");
        assertThatThrownBy(() -> proposals.reply(
                        caller(teacher), eighth, Reply.CONTEST, Optional.of("At the hospital"), List.of(others)))
                .as("nobody reads another's paper by its hash (C3)")
                .hasMessageContaining("pay-attachment-unknown");
        proposals.reply(caller(teacher), eighth, Reply.CONTEST, Optional.of("At the hospital"), List.of(scan));
        assertThatThrownBy(() -> reply(eighth, Reply.ACCEPT, "")).hasMessageContaining("pay-replied");
        assertThat(told(head)).contains("pay-contested");
        clock.set(MONTH.atDay(15), "10:00");
        assertThatThrownBy(() -> reply(told.get(0).id(), Reply.ACCEPT, "")).hasMessageContaining("pay-reply-over");
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        var open = statements.now(institution, MONTH);
        assertThat(open.line(teacher).orElseThrow().of(Figure.OPEN).days(MONTH)).containsOnlyKeys(MONTH.atDay(8));
        assertThatThrownBy(() -> proposals.decide(caller(teacher), eighth, Verdict.WAIVE, "Mine"))
                .as("never the own")
                .isInstanceOf(Refused.class);
        var decided = proposals.decide(caller(head), eighth, Verdict.WAIVE, "Seen");
        assertThat(decided.answer().orElseThrow().attachments()).containsExactly(scan);
        assertThat(proposals.document(caller(head), eighth, scan)).isNotEmpty();
        var magistrate = state.holder("DM", block.district());
        assertThatThrownBy(() -> proposals.document(caller(magistrate), eighth, scan))
                .as("no medical papers for who only reads (C3)")
                .hasMessageContaining("not-found");
        send(MONTH);
        assertThat(books.charges(teacher, MONTH)).isEqualTo("CL CL");
        assertThat(books.left(teacher, "CL")).isEqualTo(8);
    }

    @Test
    @DisplayName("the head's own absence is the block's to decide (C4)")
    void ofTheHead() {
        paper.write(head, school, MONTH, ABSENT);
        tellOn(MONTH.atDay(10));
        var told = proposals.of(books.id(head), MONTH).get(0);
        assertThat(proposals.mayDecide(caller(head), told)).isFalse();
        var officer = jdbc.sql("select s.employee_code from charge c join staff s on s.id = c.staff_id"
                        + " join institution i on i.id = c.institution_id where i.code = ?")
                .param(block.block())
                .query(String.class)
                .single();
        assertThat(proposals.mayDecide(caller(officer), told)).isTrue();
    }

    @Test
    @DisplayName(
            "unmarked is held, whoever was silent; it becomes absence only by the head's word, and waived it is paid (C6, C16)")
    void unmarked() {
        paper.write(teacher, school, MONTH, PRESENT.replaceFirst("P P P", "P P U"));
        tellOn(MONTH.atDay(4));
        var told = proposals.of(books.id(teacher), MONTH).get(0);
        assertThatThrownBy(() -> proposals.decide(caller(head), told.id(), Verdict.CHARGE, "Away"))
                .hasMessageContaining("pay-reply-awaited");
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        assertThat(paid(statements.now(institution, MONTH))).isEqualTo("58 0 0 2");
        proposals.decide(caller(head), told.id(), Verdict.CHARGE, "Away");
        assertThat(paid(statements.now(institution, MONTH))).isEqualTo("58 0 2 0");
        assertThat(paper.reads(teacher, MONTH.atDay(3))).isEqualTo("ABSENT PAY ABSENT PAY");
        proposals.tell();
        assertThat(proposals.of(books.id(teacher), MONTH))
                .as("who was told of it unmarked")
                .hasSize(1);
        proposals.decide(caller(head), told.id(), Verdict.WAIVE, "Was here");
        assertThat(paper.reads(teacher, MONTH.atDay(3))).isEqualTo("UNMARKED UNMARKED");
        assertThat(paid(statements.now(institution, MONTH)))
                .as("decided: nothing is deducted, nothing is held (C16)")
                .isEqualTo("60 0 0 0");
    }

    @Test
    @DisplayName(
            "told unmarked, corrected to absent and told of that too, both charged by the head: half a day of leave for each half day, once")
    void toldTwice() {
        paper.write(teacher, school, MONTH, PRESENT.replaceFirst("P P P", "P P U"));
        books.balance(teacher, "CL", 10);
        tellOn(MONTH.atDay(4));
        var absent = Optional.of(SessionStatus.ABSENT);
        corrections.carryOut(
                UUID.randomUUID(),
                institution,
                MONTH.atDay(3),
                List.of(new CorrectionEffect.Change(
                        new CorrectionEffect.Line(teacher, absent, absent, Optional.empty()), Map.of())),
                head);
        tellOn(MONTH.atDay(7));
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        var told = proposals.of(books.id(teacher), MONTH);
        assertThat(told).hasSize(2);
        told.forEach(p -> proposals.decide(caller(head), p.id(), Verdict.CHARGE, "Away"));
        send(MONTH);
        assertThat(books.charges(teacher, MONTH)).isEqualTo("CL CL");
        assertThat(books.left(teacher, "CL")).isEqualTo(8);
    }

    @Test
    @DisplayName(
            "a claim of a technical fault is refused after the window: the person has a fresh one, until then nothing is charged (C15)")
    void faultRefused() {
        paper.write(
                teacher, school, MONTH, ABSENT.replaceFirst("P P P", "P P U").replaceFirst("A A", "P A"));
        tellOn(MONTH.atDay(10));
        clock.set(LocalDate.of(2027, 6, 30), "10:00");
        faultRefused(MONTH.atDay(3), LocalDate.of(2027, 7, 3));
        faultRefused(MONTH.atDay(9), LocalDate.of(2027, 7, 3));
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        assertThat(paid(statements.now(institution, MONTH))).isEqualTo("58 0 0 2");
        var third = proposals.of(books.id(teacher), MONTH).get(1);
        assertThat(third.replyUntil()).isEqualTo(LocalDate.of(2027, 7, 3));
        assertThatThrownBy(() -> proposals.decide(caller(head), third.id(), Verdict.CHARGE, "Away"))
                .hasMessageContaining("pay-reply-awaited");
        clock.set(LocalDate.of(2027, 7, 3), "16:00");
        reply(third.id(), Reply.CONTEST, "The telephone was dead");
        clock.set(LocalDate.of(2027, 7, 4), "10:00");
        assertThat(paid(statements.now(institution, MONTH)))
                .as("nothing said about the 9th")
                .isEqualTo("56 0 2 2");
    }

    @Test
    @DisplayName(
            "a correction, leave or condonation that is asked for and not decided: paid and open, nothing charged; refused, it is charged with the next month (C13, C16)")
    void undecided() {
        paper.write(teacher, school, MONTH, ABSENT.replaceFirst("P P P", "P P U"));
        books.balance(teacher, "CL", 10);
        paper.late(teacher, MONTH.atDay(14), 75);
        tellOn(MONTH.atDay(15));
        var corrections = List.of(
                paper.correctionAsked(teacher, school, MONTH.atDay(3)),
                paper.correctionAsked(teacher, school, MONTH.atDay(8)));
        var leave = paper.leave(teacher, "EL", "PENDING", MONTH.atDay(9), MONTH.atDay(9));
        paper.condonationAsked(teacher, school, MONTH.atDay(14));
        send(MONTH);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("60 0 0 0");
        assertThat(statements
                        .of(institution, MONTH)
                        .line(teacher)
                        .orElseThrow()
                        .of(Figure.OPEN)
                        .days(MONTH))
                .containsOnlyKeys(MONTH.atDay(3), MONTH.atDay(8), MONTH.atDay(9));
        assertThat(books.charges(teacher, MONTH)).isEmpty();
        corrections.forEach(paper::correctionRefused);
        paper.leaveRefused(leave);
        jdbc.sql(
                        """
                        insert into lateness_condonation (recorded_at, recorded_by, request_id, day, staff_id, institution_id, decision, reason)
                        select current_timestamp, 'test', id, day, staff_id, institution_id, 'REFUSED', 'No' from lateness_request
                         where staff_id = ?
                        """)
                .param(books.id(teacher))
                .update();
        send(MONTH.plusMonths(1));
        assertThat(books.charges(teacher, MONTH)).isEqualTo("CL CL CL CL CL");
        assertThat(adjustments.of(books.id(teacher), MONTH))
                .as("the correction that was refused, not whatever the register says")
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.change().becomes()).isEqualTo(PaidFor.As.HELD);
                    assertThat(a.link()).isEqualTo("/corrections/" + corrections.get(0));
                });
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-07 RECOVERY FULL>HELD 2 CORRECTION");
        nothingIsLeft();
    }

    @Test
    @DisplayName(
            "leave that was waiting when its month was sent is refused: held with the next, with the leave as the cause (C16, C17)")
    void leaveRefusedLater() {
        paper.write(teacher, school, MONTH, ABSENT.replaceFirst("A A", "P U"));
        var leave = paper.leave(teacher, "EL", "PENDING", MONTH.atDay(9), MONTH.atDay(9));
        send(MONTH);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("60 0 0 0");
        paper.leaveRefused(leave);
        send(MONTH.plusMonths(1));
        assertThat(adjustments.of(books.id(teacher), MONTH)).singleElement().satisfies(a -> assertThat(a.link())
                .isEqualTo("/leave/applications/" + leave));
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-07 RECOVERY FULL>HELD 2 LEAVE");
        nothingIsLeft();
    }

    @Test
    @DisplayName(
            "a day of a month long sent is corrected to absent: told, and after the window recovered; what nobody touched is not told")
    void correctedLater() {
        paper.write(teacher, school, MONTH, ABSENT.replaceFirst("A A", "P P"));
        send(MONTH);
        paper.day(teacher, school, MONTH.atDay(9), "A");
        var absent = Optional.of(SessionStatus.ABSENT);
        clock.set(LocalDate.of(2027, 9, 1), "10:00");
        corrections.carryOut(
                UUID.randomUUID(),
                institution,
                MONTH.atDay(8),
                List.of(new CorrectionEffect.Change(
                        new CorrectionEffect.Line(teacher, absent, absent, Optional.empty()), Map.of())),
                head);
        tellOn(LocalDate.of(2027, 9, 2));
        assertThat(proposals.of(books.id(teacher), MONTH)).singleElement().satisfies(told -> assertThat(told.day())
                .isEqualTo(MONTH.atDay(8)));
        proposals.tell();
        send(YearMonth.of(2027, 9));
        assertThat(books.charges(teacher, MONTH)).isEqualTo("LWP LWP");
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-09 RECOVERY FULL>NONE 2 CORRECTION");
    }

    @Test
    @DisplayName(
            "of a month long sent a mark is decided: what it leaves unmarked and what the lateness costs is told the day after; what nobody touched is not (BR-18, BR-20)")
    void markDecidedLater() {
        paper.write(teacher, school, MONTH, PRESENT);
        paper.write(head, school, MONTH.plusMonths(1), PRESENT);
        paper.write(teacher, school, MONTH.plusMonths(1), PRESENT);
        send(MONTH);
        send(MONTH.plusMonths(1));
        clock.set(LocalDate.of(2027, 9, 1), "10:00");
        paper.day(teacher, school, MONTH.atDay(8), "U");
        paper.markDecided(teacher, MONTH.atDay(8), "REJECTED", clock.instant());
        paper.late(teacher, MONTH.atDay(14), 75);
        paper.markDecided(teacher, MONTH.atDay(14), "CONFIRMED", clock.instant());
        // nobody has said anything of this
        paper.day(teacher, school, MONTH.atDay(9), "U");
        paper.late(head, MONTH.atDay(15), 75);
        tellOn(LocalDate.of(2027, 9, 2));
        assertThat(proposals.of(books.id(teacher), MONTH))
                .extracting(p -> p.day().getDayOfMonth() + " " + p.kind())
                .containsExactlyInAnyOrder("8 UNMARKED", "14 LATENESS");
        assertThat(proposals.of(books.id(head), MONTH)).isEmpty();
        assertThat(proposals.tell()).as("once").isZero();
    }

    private void faultRefused(LocalDate day, LocalDate until) {
        var fault = UUID.randomUUID();
        jdbc.sql(
                        """
                        insert into technical_fault (id, content_hash, recorded_at, recorded_by, kind, scope, institution_id, staff_id,
                               from_at, to_at, at_once)
                        values (?, '\\x00', current_timestamp, 'test', 'NETWORK', 'PERSON', ?, ?, ?, ?::date + 1, false)
                        """)
                .params(fault, institution.id(), books.id(teacher), day, day)
                .update();
        jdbc.sql(
                        """
                        insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon, fault_id)
                        values (current_timestamp, 'test', ?, ?, ?, 'FAULT', 'TECHNICAL', 'TECHNICAL', ?)
                        """)
                .params(day, books.id(teacher), institution.id(), fault)
                .update();
        jdbc.sql(
                        """
                        insert into technical_fault_decision (fault_id, recorded_at, recorded_by, decision, remark, reply_until)
                        values (?, ?, 'test', 'REFUSED', 'It worked', ?::timestamp at time zone 'Asia/Kolkata' + interval '10:00')
                        """)
                .params(fault, clock.instant().atOffset(ZoneOffset.UTC), until)
                .update();
    }

    @ParameterizedTest(name = "{0} late days, all condoned: {1} half days of casual leave")
    @CsvSource({"2, 0", "3, 1", "4, 2"})
    @DisplayName(
            "two late days a month are free when condoned, each further one is half a casual leave; pay stays full (BR-20)")
    void lateness(int days, int halfDays) {
        paper.write(teacher, school, MONTH, PRESENT);
        books.balance(teacher, "CL", 10);
        for (int n = 0; n < days; n++) {
            paper.late(teacher, MONTH.atDay(8 + n), 30);
            books.condoned(teacher, school, MONTH.atDay(8 + n));
        }
        tellOn(MONTH.atDay(14));
        send(MONTH);
        assertThat(books.left(teacher, "CL")).isEqualTo(10 - halfDays);
        var line = statements.of(institution, MONTH).line(teacher).orElseThrow();
        assertThat(line.of(Figure.LATE).count()).isEqualTo(days);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("60 0 0 0");
    }

    @Test
    @DisplayName(
            "lateness that was charged is judged again only where something is said of that day or the days before; condoned, it is given back")
    void latenessJudgedAgain() {
        paper.write(teacher, school, MONTH, PRESENT);
        books.balance(teacher, "CL", 10);
        paper.late(teacher, MONTH.atDay(8), 30);
        tellOn(MONTH.atDay(9));
        send(MONTH);
        assertThat(books.left(teacher, "CL")).isEqualTo(9);
        assertThat(charges.ofLatenessToJudge(institution.id())).isEmpty();
        paper.said(teacher, school, MONTH.atDay(9), "T");
        assertThat(charges.ofLatenessToJudge(institution.id()))
                .as("a later day")
                .isEmpty();
        books.condoned(teacher, school, MONTH.atDay(8));
        assertThat(charges.ofLatenessToJudge(institution.id())).hasSize(1);
        changes.post();
        assertThat(books.left(teacher, "CL")).isEqualTo(10);
        assertThat(charges.ofLatenessToJudge(institution.id())).isEmpty();
    }

    @Test
    @DisplayName(
            "charged, then declared a holiday: though nothing is sent again the leave is given back and the pay follows as an arrear (C17)")
    void holidayAfterTheMonth() {
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "CL", 2);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("58 0 2 0");
        paper.free(school, MONTH.atDay(9));
        paper.free(school, MONTH.atDay(8));
        assertThat(changes.post()).isPositive();
        assertThat(changes.post()).as("once").isZero();
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-07 ARREAR NONE>FULL 2 CALENDAR");
        assertThat(books.left(teacher, "CL")).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "returned for one line: its debits are released, that line alone reads anew, version 2 has a hash of its own; accepted it stands")
    void returned() {
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "CL", 10);
        tellOn(MONTH.atDay(10));
        var first = send(MONTH);
        statements.giveBack(institution, MONTH, head, "The 8th was a duty", List.of(teacher));
        assertThat(books.left(teacher, "CL")).isEqualTo(10);
        assertThatThrownBy(() -> statements.accept(institution, MONTH, "test")).isInstanceOf(Refused.class);
        paper.day(teacher, school, MONTH.atDay(8), "D");
        paper.day(head, school, MONTH.atDay(10), "U");
        var next = statements.next(institution, MONTH);
        var second = statements.send(institution, MONTH, head, false);
        assertThat(second.sent().orElseThrow().version()).isEqualTo(2);
        assertThat(second.sent().orElseThrow().contentHash())
                .isNotEqualTo(first.sent().orElseThrow().contentHash());
        assertThat(second.line(teacher).orElseThrow().of(Figure.DUTY).count()).isEqualTo(2);
        assertThat(second.line(head)).as("not opened").isEqualTo(first.line(head));
        assertThat(second.lines()).as("what the head saw").isEqualTo(next.lines());
        assertThat(books.left(teacher, "CL")).isEqualTo(8);
        statements.accept(institution, MONTH, "test");
        assertThat(statements.of(institution, MONTH).state()).isEqualTo(Statement.State.ACCEPTED);
        adjustments.post(List.of(institution), "test");
        assertThat(books.adjusted(head, MONTH)).isEqualTo("2027-07 RECOVERY FULL>HELD 2 REGISTER");
        assertThat(books.adjusted(teacher, MONTH)).isEmpty();
    }

    @Test
    @DisplayName(
            "two words about one deduction at the same moment: one stands, the other is told so; the same word twice is one")
    void decidedAtOnce() throws Exception {
        paper.write(teacher, school, MONTH, ABSENT);
        tellOn(MONTH.atDay(10));
        clock.set(MONTH.atDay(15), "10:00");
        var told = proposals.of(books.id(teacher), MONTH).get(0).id();
        var second = transactions.execute(t -> {
            proposals.decide(caller(head), told, Verdict.WAIVE, "Seen");
            var other = CompletableFuture.supplyAsync(() -> refusal(told, Verdict.CHARGE, "Not seen"));
            var same = CompletableFuture.supplyAsync(() -> refusal(told, Verdict.WAIVE, "Seen"));
            Awaitility.await().until(() -> waiting() == 2);
            return List.of(other, same);
        });
        assertThat(second.get(0).get(60, TimeUnit.SECONDS)).contains("pay-said-meanwhile");
        assertThat(second.get(1).get(60, TimeUnit.SECONDS)).isEqualTo("");
        assertThat(proposals.decide(caller(head), told, Verdict.WAIVE, "Seen").state(MONTH.atDay(15)))
                .isEqualTo(State.WAIVED);
        assertThat(told(teacher)).containsOnlyOnce("pay-waived").doesNotContain("pay-charged");
    }

    private String refusal(UUID proposal, Verdict verdict, String remark) {
        try {
            proposals.decide(caller(head), proposal, verdict, remark);
            return "";
        } catch (Refused refused) {
            return refused.getMessage();
        }
    }

    private int waiting() {
        return jdbc.sql(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%payroll_decision%'")
                .query(Integer.class)
                .single();
    }

    @Test
    @DisplayName(
            "a month is skipped: what changes in the one before it is posted in the month that is sent, or is to be sent by now (C17)")
    void skippedMonth() {
        var july = MONTH.plusMonths(1);
        var august = MONTH.plusMonths(2);
        for (var month : List.of(MONTH, july, august)) paper.write(teacher, school, month, PRESENT);
        send(MONTH);
        paper.day(teacher, school, MONTH.atDay(8), "U");
        send(august);
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-08 RECOVERY FULL>HELD 2 REGISTER");
        paper.day(teacher, school, MONTH.atDay(8), "P");
        clock.set(LocalDate.of(2027, 9, 10), "10:00");
        statements.send(institution, july, head, false);
        assertThat(books.adjusted(teacher, MONTH)).as("sent late").contains("2027-07 ARREAR HELD>FULL 2 REGISTER");
        paper.day(teacher, school, MONTH.atDay(8), "U");
        jdbc.sql(
                        "insert into payroll_statement (institution_id, month, route, opens, due) values (?, ?, 'DDO_STATEMENT', ?, ?)")
                .params(
                        institution.id(),
                        LocalDate.of(2027, 10, 1),
                        LocalDate.of(2027, 11, 1),
                        LocalDate.of(2027, 11, 5))
                .update();
        clock.set(LocalDate.of(2027, 10, 31), "10:00");
        adjustments.post(List.of(institution), "test");
        assertThat(books.adjusted(teacher, MONTH)).contains("2027-09 RECOVERY FULL>HELD 2 REGISTER");
        paper.day(teacher, school, MONTH.atDay(8), "P");
        jdbc.sql(
                        """
                        insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision)
                        values (current_timestamp, 'test', gen_random_uuid(), ?, ?, 'CONFIRMED')
                        """)
                .params(MONTH.atDay(8), books.id(teacher))
                .update();
        clock.set(LocalDate.of(2027, 11, 1), "10:00");
        adjustments.post(List.of(institution), "test");
        assertThat(books.adjusted(teacher, MONTH))
                .as("September was never sent; October may be sent from today on; a mark in doubt was confirmed")
                .contains("2027-10 ARREAR HELD>FULL 2 CONFIRMATION");
    }

    @Test
    @DisplayName("of somebody who moved each institution sees what it proposed itself, the person sees all (C5)")
    void moved() {
        paper.write(teacher, school, MONTH, ABSENT);
        tellOn(MONTH.atDay(10));
        var other = state.school(block.block());
        var itsHead = state.holder("HEAD", other);
        transferred(other, MONTH.atDay(12));
        assertThat(personal.of(caller(itsHead), other, teacher, MONTH).proposals())
                .isEmpty();
        assertThat(personal.of(caller(head), school, teacher, MONTH).proposals())
                .hasSize(2);
        assertThat(personal.own(caller(teacher), MONTH).proposals()).hasSize(2);
        assertThatThrownBy(() -> personal.of(caller(itsHead), school, teacher, MONTH))
                .isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName(
            "who was transferred opens the own adjustments by their links: at the school of before, and at the one that learns of it afterwards (C17)")
    void ownAdjustmentsAfterATransfer() {
        paper.write(teacher, school, MONTH, PRESENT);
        var other = institutions.find(state.school(block.block())).orElseThrow();
        var itsHead = state.holder("HEAD", other.code());
        paper.write(itsHead, other.code(), MONTH, PRESENT);
        send(MONTH);
        statements.send(other, MONTH, itsHead, false);
        transferred(other.code(), MONTH.atDay(12));
        adjustments.post(List.of(institution, other), "test");
        var own = personal.own(caller(teacher), MONTH).adjustments();
        assertThat(own).extracting(Adjustment::link).containsExactlyInAnyOrder(linkAt(school), linkAt(other.code()));
        assertThat(own).allSatisfy(a -> assertThat(personal.of(caller(teacher), a.institution(), teacher, MONTH)
                        .adjustments())
                .isNotEmpty());
        assertThat(personal.of(caller(itsHead), other.code(), teacher, MONTH).adjustments())
                .as("and who supervises the school that owes it")
                .hasSize(1);
        assertThatThrownBy(() -> personal.of(caller(teacher), school, head, MONTH))
                .as("of nobody else there")
                .hasMessageContaining("not-found");
    }

    private String linkAt(String code) {
        return "/payroll/%s/institutions/%s/people/%s".formatted(MONTH, code, teacher);
    }

    private void transferred(String to, LocalDate from) {
        jdbc.sql("update posting set during = daterange(lower(during), ?) where staff_id = ?")
                .params(from, books.id(teacher))
                .update();
        jdbc.sql(
                        "insert into posting (staff_id, institution_id, during) select ?, id, daterange(?, null) from institution where code = ?")
                .params(books.id(teacher), from, to)
                .update();
    }

    @Test
    @DisplayName(
            "sent on the 21st, read to the 20th: of who is transferred late the days that were read stay, those after them follow to the new school (C5, C16, C17)")
    void transferredLateOnDaysNeverRead() {
        aSchoolIn(state.block("UP"));
        var other = state.school(block.block());
        clock.set(MONTH.atDay(21), "10:00");
        MONTH.atDay(18).datesUntil(MONTH.atDay(27)).forEach(opening::open);
        assertThat(statements.send(institution, MONTH, head, false).through()).isEqualTo(MONTH.atDay(20));
        clock.set(MONTH.atDay(28), "10:00");
        transferred(other, MONTH.atDay(18));
        opening.followWorkplaces();
        assertThat(registerOf(teacher))
                .containsOnly(
                        Map.entry(MONTH.atDay(18), school),
                        Map.entry(MONTH.atDay(19), school),
                        Map.entry(MONTH.atDay(21), other),
                        Map.entry(MONTH.atDay(22), other),
                        Map.entry(MONTH.atDay(23), other),
                        Map.entry(MONTH.atDay(24), other),
                        Map.entry(MONTH.atDay(25), other),
                        Map.entry(MONTH.atDay(26), other));
    }

    private Map<LocalDate, String> registerOf(String person) {
        var places = new TreeMap<LocalDate, String>();
        jdbc.sql(
                        "select d.day, i.code from attendance_day d join institution i on i.id = d.institution_id where d.staff_id = ?")
                .param(books.id(person))
                .query(row -> {
                    places.put(row.getObject("day", LocalDate.class), row.getString("code"));
                });
        return places;
    }

    @Test
    @DisplayName(
            "what is due of the end of June is not taken for the same days of July: absent there too, July is paid and waits for the reply (C16)")
    void dueOfTheMonthBefore() {
        var july = MONTH.plusMonths(1);
        paper.write(teacher, school, MONTH, PRESENT.substring(0, PRESENT.length() - 5) + "P A P");
        tellOn(MONTH.atDay(30));
        send(MONTH);
        paper.write(teacher, school, july, "P P P - P P P P P P - P P P P P P - P P P P P P - P P P A P P");
        tellOn(july.atDay(30));
        clock.set(july.plusMonths(1).atDay(1), "10:00");
        for (var now : List.of(
                statements.now(institution, july),
                statements.now(List.of(institution), july).get(0))) {
            assertThat(paid(now)).isEqualTo("62 0 0 0");
            assertThat(now.line(teacher).orElseThrow().of(Figure.OPEN).days(july))
                    .containsOnlyKeys(july.atDay(29));
        }
        assertThat(statements.send(institution, july, head, false).line(teacher))
                .hasValueSatisfying(line -> assertThat(PayBooks.paid(line)).isEqualTo("62 0 0 0"));
        assertThat(books.adjusted(teacher, MONTH)).isEqualTo("2027-07 RECOVERY FULL>NONE 2 ABSENCE");
    }

    @Test
    @DisplayName("the newest word of a table is found by what its readers ask by, each by an index")
    void newestWord() {
        var asked = Map.of(
                "payroll_drawal_line", "payroll_drawal statement_id = 1 and w.staff_id = 1",
                "payroll_decision_proposal", "payroll_decision proposal_id = '00000000-0000-0000-0000-000000000000'",
                "payroll_charge_proposal", "payroll_charge proposal_id = '00000000-0000-0000-0000-000000000000'",
                "payroll_certificate_staff", "payroll_certificate staff_id = 1 and w.month = '2027-06-01'",
                "payroll_certificate_institution", "payroll_certificate institution_id = 1 and w.month = '2027-06-01'",
                "payroll_strike_line", "payroll_strike list_id = '00000000-0000-0000-0000-000000000000'");
        transactions.executeWithoutResult(reading -> {
            jdbc.sql("set local enable_seqscan = off").update();
            asked.forEach((index, by) -> assertThat(plan(by.split(" ", 2)[0], by.split(" ", 2)[1]))
                    .contains(index)
                    .doesNotContain("Seq Scan"));
        });
    }

    private String plan(String table, String by) {
        return String.join(
                "\n",
                jdbc.sql(
                                """
                                explain select * from %1$s w
                                 where w.%2$s and not exists (select from %1$s later where later.supersedes = w.entry_no)
                                """
                                        .formatted(table, by))
                        .query(String.class)
                        .list());
    }

    @Test
    @DisplayName("only what has changed since is read again: nothing twice, and each change in its own month")
    void onlyWhatChanged() {
        var july = MONTH.plusMonths(1);
        paper.write(teacher, school, MONTH, ABSENT);
        paper.write(teacher, school, july, PRESENT);
        paper.write(head, school, july, PRESENT);
        send(MONTH);
        send(july);
        assertThat(changed()).as("as they were sent").isEmpty();
        var changes = new LinkedHashMap<String, Runnable>();
        changes.put("another status", () -> paper.day(teacher, school, MONTH.atDay(14), "T"));
        changes.put("nobody expected any more", () -> paper.free(school, MONTH.atDay(15)));
        changes.put("leave approved", () -> {
            paper.day(teacher, school, MONTH.atDay(17), "H");
            paper.leave(teacher, "HPL", "APPROVED", MONTH.atDay(17), MONTH.atDay(17));
        });
        changes.put("correction asked for", () -> paper.correctionAsked(head, school, MONTH.atDay(10)));
        changes.put("leave asked for", () -> paper.leave(head, "CL", "PENDING", MONTH.atDay(21), MONTH.atDay(21)));
        changes.put("suspended", () -> jdbc.sql(
                        "insert into service_state (staff_id, state, during) values (?, 'SUSPENDED', ?::daterange)")
                .params(books.id(head), "[2027-06-20,2027-06-22)")
                .update());
        changes.put("told and waived", () -> {
            tellOn(LocalDate.of(2027, 7, 28));
            proposals
                    .of(books.id(teacher), MONTH)
                    .forEach(told -> proposals.decide(caller(head), told.id(), Verdict.WAIVE, "Seen"));
        });
        changes.put("certified", () -> jdbc.sql(
                        "insert into payroll_certificate (recorded_at, recorded_by, institution_id, staff_id, month, through, scan)"
                                + " values (current_timestamp, 'test', ?, ?, ?, ?, '\\x00')")
                .params(institution.id(), books.id(teacher), MONTH.atDay(1), MONTH.atEndOfMonth())
                .update());
        changes.forEach((what, change) -> {
            change.run();
            clock.set(LocalDate.of(2027, 8, 2), "10:00");
            assertThat(changed()).as(what).contains(MONTH).hasSize(what.equals("suspended") ? 2 : 1);
            adjustments.post(List.of(institution), "test");
            assertThat(changed()).as("after " + what).isEmpty();
            nothingIsLeft();
        });
    }

    /** Sent months that are made of something else than when they were last adjusted. */
    private List<YearMonth> changed() {
        var sent = sending.lockSent(List.of(institution.id()));
        var made = table.madeOf(sent, months::through);
        return sent.stream()
                .filter(r -> !r.compared().equals(Optional.of(made.get(r.id()))))
                .map(r -> r.month())
                .sorted()
                .toList();
    }

    @Test
    @DisplayName(
            "thirty sends and corrections at once, ten of these just when the month is frozen and not yet sent: one send, and each day is in the statement or an adjustment, never both")
    void together() throws Exception {
        paper.write(teacher, school, MONTH, "P P P P P - U U U U U U - U U U U U U - U U U P P P - P P P");
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        var frozen = new CountDownLatch(1);
        var corrected = new CountDownLatch(10);
        var calls = new ArrayList<Callable<Boolean>>();
        var days = statements
                .now(institution, MONTH)
                .line(teacher)
                .orElseThrow()
                .of(Figure.UNMARKED)
                .days(MONTH)
                .keySet();
        for (var day : days) {
            calls.add(() -> {
                try {
                    statements.send(institution, MONTH, head, false);
                    return true;
                } catch (Refused sentBefore) {
                    return false;
                }
            });
            calls.add(() -> {
                var late = day.isAfter(MONTH.atDay(11));
                if (late) frozen.await();
                correct(day);
                if (late) corrected.countDown();
                return false;
            });
        }
        try (var gate = DriverManager.getConnection(owner.getJdbcUrl(), owner.getUsername(), owner.getPassword());
                var statement = gate.createStatement()) {
            gate.setAutoCommit(false);
            // lines are frozen by then, nothing says so yet
            statement.execute("lock table panjika.payroll_version in share mode");
            var all = CompletableFuture.supplyAsync(() -> together(calls));
            Awaitility.await().until(() -> jdbc.sql(
                            "select exists (select from pg_locks where relation = 'payroll_version'::regclass and not granted)")
                    .query(Boolean.class)
                    .single());
            frozen.countDown();
            assertThat(corrected.await(60, TimeUnit.SECONDS)).isTrue();
            gate.rollback();
            assertThat(all.get(60, TimeUnit.SECONDS)).containsOnlyOnce(true);
        }
        adjustments.post(List.of(institution), "test");
        nothingIsLeft();
        assertThat(books.adjusted(teacher, MONTH).split(", "))
                .as("what came after the freezing, each with its request")
                .filteredOn("2027-07 ARREAR HELD>FULL 2 CORRECTION"::equals)
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(paid(statements.now(institution, MONTH))).isEqualTo("60 0 0 0");
    }

    private static List<Boolean> together(List<Callable<Boolean>> calls) {
        try {
            return Together.all(calls.size(), calls);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void correct(LocalDate day) {
        var present = Optional.of(SessionStatus.PRESENT);
        corrections.carryOut(
                UUID.randomUUID(),
                institution,
                day,
                List.of(new CorrectionEffect.Change(
                        new CorrectionEffect.Line(teacher, present, present, Optional.empty()), Map.of())),
                head);
    }

    @Test
    @DisplayName("statement less sent less adjustments is nothing after any sequence of changes, returns and sendings")
    void anySequence() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        paper.write(teacher, school, MONTH, ABSENT);
        books.balance(teacher, "CL", 3);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(10)) {
                case 0 -> adjustments.post(List.of(institution), "test");
                case 1 -> {
                    if (statements.of(institution, MONTH).state() == Statement.State.SENT)
                        statements.giveBack(institution, MONTH, head, "Look again", List.of(teacher));
                }
                case 2 -> {
                    if (statements.of(institution, MONTH).state() == Statement.State.RETURNED) send(MONTH);
                }
                case 3 -> paper.free(school, MONTH.atDay(1 + random.nextInt(30)));
                case 4 ->
                    posting(random.nextBoolean() ? MONTH.atDay(1 + random.nextInt(20)) : LocalDate.of(2020, 1, 1));
                case 5 -> decide(random);
                case 6 -> leaveIsAskedForOrRefused(MONTH.atDay(1 + random.nextInt(30)));
                default ->
                    paper.write(
                            random.nextBoolean() ? teacher : head,
                            school,
                            MONTH,
                            "- ".repeat(random.nextInt(29)) + "PAUTXHC".charAt(random.nextInt(7)));
            }
        }
        if (statements.of(institution, MONTH).state() == Statement.State.RETURNED) send(MONTH);
        // takes what was not decided when this one was sent
        send(MONTH.plusMonths(1));
        assertThat(seed).satisfies(s -> {
            nothingIsLeft();
            assertThat(books.astray(school)).as("reserved").isZero();
            statements.accept(institution, MONTH, "test");
            assertThat(books.astray(school)).as("posted").isZero();
        });
    }

    private void decide(Random random) {
        var told = proposals.of(books.id(teacher), MONTH);
        proposals.decide(
                caller(head),
                told.get(random.nextInt(told.size())).id(),
                Verdict.values()[random.nextInt(Verdict.values().length)],
                "On second thoughts");
    }

    private void leaveIsAskedForOrRefused(LocalDate day) {
        var refused = jdbc.sql("update leave_case set state = 'REFUSED' where staff_id = ? and state = 'PENDING'")
                .param(books.id(teacher))
                .update();
        if (refused == 0) paper.leave(teacher, "CL", "PENDING", day, day);
    }

    /** Session by session: what the register gives, less what was sent, less what was adjusted. */
    private void nothingIsLeft() {
        var left = new TreeMap<String, Integer>();
        statements.now(institution, MONTH).lines().forEach(line -> add(left, line, 1));
        statements.of(institution, MONTH).lines().forEach(line -> add(left, line, -1));
        jdbc.sql(
                        """
                        select a.staff_id, a.was, a.becomes, a.sessions
                          from payroll_adjustment a join payroll_statement s on s.id = a.statement_id
                         where s.institution_id = ? and s.month = ?
                        """)
                .params(institution.id(), MONTH.atDay(1))
                .query(row -> {
                    var sessions = new Sessions(row.getLong("sessions"));
                    add(left, row.getLong("staff_id"), row.getString("becomes"), sessions, -1);
                    add(left, row.getLong("staff_id"), row.getString("was"), sessions, 1);
                });
        left.values().removeIf(n -> n == 0);
        assertThat(left).isEmpty();
    }

    private static void add(Map<String, Integer> left, Line line, int n) {
        var staff = line.person().staffId();
        add(left, staff, "FULL", line.of(Figure.FULL_PAY), n);
        add(left, staff, "HALF", line.of(Figure.HALF_PAY), n);
        add(left, staff, "NONE", line.of(Figure.NO_PAY), n);
        add(left, staff, "HELD", line.of(Figure.HELD), n);
    }

    private static void add(Map<String, Integer> left, long staff, String pay, Sessions sessions, int n) {
        if (pay.equals("NOT_HERE")) return;
        sessions.days(MONTH)
                .forEach((day, halves) -> halves.forEach(
                        half -> left.merge("%d %s %s %s".formatted(staff, day, half, pay), n, Integer::sum)));
    }

    private Statement send(YearMonth month) {
        clock.set(month.plusMonths(1).atDay(1), "10:00");
        return statements.send(institution, month, head, false);
    }

    private void tellOn(LocalDate day) {
        clock.set(day, "07:00");
        proposals.tell();
    }

    private Proposal reply(UUID id, Reply reply, String text) {
        return proposals.reply(caller(teacher), id, reply, Optional.of(text), List.of());
    }

    private String paid(Statement statement) {
        return PayBooks.paid(statement.line(teacher).orElseThrow());
    }

    private List<String> told(String person) {
        return jdbc.sql("select key from notice where staff_id = (select id from staff where employee_code = ?)")
                .param(person)
                .query(String.class)
                .list();
    }

    private void vacation(LocalDate from, LocalDate to) {
        jdbc.sql(
                        """
                        insert into calendar_day (area_id, cadre, from_day, to_day, day_kind, name)
                        values (?, 'VACATION', ?, ?, 'HOLIDAY', 'Summer vacation')
                        """)
                .params(institution.id(), from, to)
                .update();
    }

    private void posting(LocalDate from) {
        jdbc.sql("update posting set during = daterange(?::date, null) where staff_id = ?")
                .params(from.toString(), books.id(teacher))
                .update();
    }

    private Caller caller(String login) {
        return callers.find(login).orElseThrow();
    }
}
