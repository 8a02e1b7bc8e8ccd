package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panjika.Jobs;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.State;
import org.panjika.payroll.Proposal.Verdict;
import org.panjika.payroll.jdbc.AdjustmentTable;
import org.panjika.payroll.jdbc.SendingTable;
import org.panjika.problem.Refused;
import org.panjika.storage.FileStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
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
    Statements statements;

    @Autowired
    Adjustments adjustments;

    @Autowired
    PersonalPay personal;

    @Autowired
    SendingTable sending;

    @Autowired
    AdjustmentTable table;

    @Autowired
    PayMonths months;

    @Autowired
    Proposals proposals;

    @Autowired
    Institutions institutions;

    @Autowired
    Callers callers;

    @Autowired
    FileStore files;

    @Autowired
    Jobs jobs;

    @Autowired
    ManagementService management;

    @Autowired
    JdbcClient jdbc;

    TestState.Block block;
    String school;
    String teacher;
    String head;
    Institution institution;

    @BeforeEach
    void aSchool() {
        block = state.block("BR");
        school = state.school(block.block());
        teacher = state.staff(school);
        head = state.holder("HEAD", school);
        state.holder("HEAD", block.block());
        paper.write(head, school, MONTH, PRESENT);
        institution = institutions.find(school).orElseThrow();
    }

    @Test
    @DisplayName(
            "absent for two days with 1½ casual left: told on the next working day, three working days to answer, then 3 half days of casual and one of earned leave")
    void oneAndAHalfCasualLeft() {
        paper.write(teacher, school, MONTH, ABSENT);
        balance("CL", 3);
        balance("EL", 10);
        tellOn(MONTH.atDay(10));
        var told = proposals.of(id(teacher), MONTH);
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
        assertThat(left("CL")).isEqualTo(3);
        var sent = statements.send(institution, MONTH, head, false);
        assertThat(paid(sent)).isEqualTo("60 0 0 0");
        assertThat(charges()).isEqualTo("CL CL CL EL");
        assertThat(left("CL")).isZero();
        assertThat(left("EL")).isEqualTo(9);
        assertThatThrownBy(() -> statements.send(institution, MONTH, head, false))
                .hasMessageContaining("pay-statement-sent");
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
        balance("HPL", 1);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("56 1 3 0");
    }

    @Test
    @DisplayName("the window is not over when the month is sent: the day is paid, and recovered in the next month")
    void windowNotOver() {
        paper.write(teacher, school, MONTH, PRESENT.substring(0, PRESENT.length() - 1) + "A");
        tellOn(LocalDate.of(2027, 7, 1));
        assertThat(proposals.of(id(teacher), MONTH).get(0).replyUntil()).isEqualTo(LocalDate.of(2027, 7, 5));
        clock.set(LocalDate.of(2027, 7, 5), "10:00");
        var sent = statements.send(institution, MONTH, head, false);
        assertThat(paid(sent)).isEqualTo("60 0 0 0");
        assertThat(sent.line(teacher).orElseThrow().of(Figure.OPEN).count()).isEqualTo(2);
        var july = YearMonth.of(2027, 7);
        clock.set(LocalDate.of(2027, 8, 1), "10:00");
        statements.send(institution, july, head, false);
        assertThat(adjusted(teacher)).isEqualTo("2027-07 RECOVERY FULL>NONE 2 ABSENCE");
    }

    @Test
    @DisplayName(
            "contested with a document: open until the head decides; waived, nothing is taken; only once and only in time")
    void contested() {
        paper.write(teacher, school, MONTH, ABSENT);
        balance("CL", 10);
        tellOn(MONTH.atDay(10));
        var told = proposals.of(id(teacher), MONTH);
        var eighth = told.get(1).id();
        var scan = files.save("%PDF-1.4 a certificate".getBytes(StandardCharsets.UTF_8))
                .hex();
        assertThatThrownBy(() -> reply(eighth, Reply.CONTEST, "")).hasMessageContaining("pay-reply-text");
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
        assertThat(charges()).isEqualTo("CL CL");
        assertThat(left("CL")).isEqualTo(8);
    }

    @Test
    @DisplayName("the head's own absence is the block's to decide (C4)")
    void ofTheHead() {
        paper.write(head, school, MONTH, ABSENT);
        tellOn(MONTH.atDay(10));
        var told = proposals.of(id(head), MONTH).get(0);
        assertThat(proposals.mayDecide(caller(head), told)).isFalse();
        var officer = jdbc.sql("select s.employee_code from charge c join staff s on s.id = c.staff_id"
                        + " join institution i on i.id = c.institution_id where i.code = ?")
                .param(block.block())
                .query(String.class)
                .single();
        assertThat(proposals.mayDecide(caller(officer), told)).isTrue();
    }

    @Test
    @DisplayName("unmarked is held, whoever was silent; it becomes absence only by the head's word (C6)")
    void unmarked() {
        paper.write(teacher, school, MONTH, PRESENT.replaceFirst("P P P", "P P U"));
        tellOn(MONTH.atDay(4));
        var told = proposals.of(id(teacher), MONTH).get(0);
        assertThatThrownBy(() -> proposals.decide(caller(head), told.id(), Verdict.CHARGE, "Away"))
                .hasMessageContaining("pay-reply-awaited");
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        assertThat(paid(statements.now(institution, MONTH))).isEqualTo("58 0 0 2");
        proposals.decide(caller(head), told.id(), Verdict.CHARGE, "Away");
        assertThat(paid(statements.now(institution, MONTH))).isEqualTo("58 0 2 0");
        assertThat(paper.reads(teacher, MONTH.atDay(3))).isEqualTo("ABSENT PAY ABSENT PAY");
        proposals.tell();
        assertThat(proposals.of(id(teacher), MONTH))
                .as("who was told of it unmarked")
                .hasSize(1);
        proposals.decide(caller(head), told.id(), Verdict.WAIVE, "Was here");
        assertThat(paper.reads(teacher, MONTH.atDay(3))).isEqualTo("UNMARKED UNMARKED");
    }

    @ParameterizedTest(name = "{0} late days, all condoned: {1} half days of casual leave")
    @CsvSource({"2, 0", "3, 1", "4, 2"})
    @DisplayName(
            "two late days a month are free when condoned, each further one is half a casual leave; pay stays full (BR-20)")
    void lateness(int days, int halfDays) {
        paper.write(teacher, school, MONTH, PRESENT);
        balance("CL", 10);
        for (int n = 0; n < days; n++) {
            paper.late(teacher, MONTH.atDay(8 + n), 30);
            condoned(MONTH.atDay(8 + n));
        }
        tellOn(MONTH.atDay(14));
        send(MONTH);
        assertThat(left("CL")).isEqualTo(10 - halfDays);
        var line = statements.of(institution, MONTH).line(teacher).orElseThrow();
        assertThat(line.of(Figure.LATE).count()).isEqualTo(days);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("60 0 0 0");
    }

    @Test
    @DisplayName("charged, then declared a holiday: the leave is given back and the pay follows as an arrear (C17)")
    void holidayAfterTheMonth() {
        paper.write(teacher, school, MONTH, ABSENT);
        balance("CL", 2);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        assertThat(paid(statements.of(institution, MONTH))).isEqualTo("58 0 2 0");
        paper.free(school, MONTH.atDay(9));
        paper.free(school, MONTH.atDay(8));
        assertThat(adjustments.post(List.of(institution), "test")).isEqualTo(1);
        assertThat(adjustments.post(List.of(institution), "test")).as("once").isZero();
        assertThat(adjusted(teacher)).isEqualTo("2027-07 ARREAR NONE>FULL 2 CALENDAR");
        assertThat(left("CL")).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "returned for one line: its debits are released, that line alone reads anew, version 2 has a hash of its own; accepted it stands")
    void returned() {
        paper.write(teacher, school, MONTH, ABSENT);
        balance("CL", 10);
        tellOn(MONTH.atDay(10));
        var first = send(MONTH);
        statements.giveBack(institution, MONTH, head, "The 8th was a duty", List.of(teacher));
        assertThat(left("CL")).isEqualTo(10);
        assertThatThrownBy(() -> statements.accept(institution, MONTH, head)).isInstanceOf(Refused.class);
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
        assertThat(left("CL")).isEqualTo(8);
        statements.accept(institution, MONTH, head);
        assertThat(statements.of(institution, MONTH).state()).isEqualTo(Statement.State.ACCEPTED);
        adjustments.post(List.of(institution), "test");
        assertThat(adjusted(head)).isEqualTo("2027-07 RECOVERY FULL>HELD 2 REGISTER");
        assertThat(adjusted(teacher)).isEmpty();
    }

    @Test
    @DisplayName("of somebody who moved each institution sees what it proposed itself, the person sees all (C5)")
    void moved() {
        paper.write(teacher, school, MONTH, ABSENT);
        tellOn(MONTH.atDay(10));
        var other = state.school(block.block());
        var itsHead = state.holder("HEAD", other);
        jdbc.sql("update posting set during = daterange(lower(during), ?) where staff_id = ?")
                .params(MONTH.atDay(12), id(teacher))
                .update();
        jdbc.sql(
                        "insert into posting (staff_id, institution_id, during) select ?, id, daterange(?, null) from institution where code = ?")
                .params(id(teacher), MONTH.atDay(12), other)
                .update();
        assertThat(personal.of(caller(itsHead), other, teacher, MONTH).proposals())
                .isEmpty();
        assertThat(personal.of(caller(head), school, teacher, MONTH).proposals())
                .hasSize(2);
        assertThat(personal.own(caller(teacher), MONTH).proposals()).hasSize(2);
        assertThatThrownBy(() -> personal.of(caller(itsHead), school, teacher, MONTH))
                .isInstanceOf(Refused.class);
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
        assertThat(changed())
                .as("the month before was compared with the sending")
                .containsExactly(july);
        adjustments.post(List.of(institution), "test");
        assertThat(changed()).isEmpty();
        var changes = new LinkedHashMap<String, Runnable>();
        changes.put("another status", () -> paper.day(teacher, school, MONTH.atDay(14), "T"));
        changes.put("nobody expected any more", () -> paper.free(school, MONTH.atDay(15)));
        changes.put("leave approved", () -> {
            paper.day(teacher, school, MONTH.atDay(17), "H");
            paper.leave(teacher, "HPL", "APPROVED", MONTH.atDay(17), MONTH.atDay(17));
        });
        changes.put("leave asked for", () -> paper.leave(head, "CL", "PENDING", MONTH.atDay(21), MONTH.atDay(21)));
        changes.put("suspended", () -> jdbc.sql(
                        "insert into service_state (staff_id, state, during) values (?, 'SUSPENDED', ?::daterange)")
                .params(id(head), "[2027-06-20,2027-06-22)")
                .update());
        changes.put("told and waived", () -> {
            tellOn(LocalDate.of(2027, 7, 28));
            proposals
                    .of(id(teacher), MONTH)
                    .forEach(told -> proposals.decide(caller(head), told.id(), Verdict.WAIVE, "Seen"));
        });
        changes.put("certified", () -> jdbc.sql(
                        "insert into payroll_certificate (recorded_at, recorded_by, staff_id, month, scan) values (current_timestamp, 'test', ?, ?, '\\x00')")
                .params(id(teacher), MONTH.atDay(1))
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
            "thirty sends and corrections at once: one send, and each change is in the statement or an adjustment, never both")
    void together() throws Exception {
        paper.write(teacher, school, MONTH, ABSENT);
        clock.set(LocalDate.of(2027, 7, 1), "10:00");
        var calls = new ArrayList<Callable<Boolean>>();
        for (int n = 0; n < 15; n++) {
            var day = MONTH.atDay(14 + n % 6);
            var word = n % 2 == 0 ? "U" : "PU";
            calls.add(() -> {
                paper.day(teacher, school, day, word);
                return false;
            });
            calls.add(() -> {
                try {
                    statements.send(institution, MONTH, head, false);
                    return true;
                } catch (Refused sentBefore) {
                    return false;
                }
            });
        }
        assertThat(Together.all(16, calls)).containsOnlyOnce(true);
        adjustments.post(List.of(institution), "test");
        nothingIsLeft();
    }

    @Test
    @DisplayName("statement less sent less adjustments is nothing after any sequence of changes, returns and sendings")
    void anySequence() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        paper.write(teacher, school, MONTH, ABSENT);
        balance("CL", 3);
        tellOn(MONTH.atDay(10));
        send(MONTH);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
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
                default ->
                    paper.write(
                            random.nextBoolean() ? teacher : head,
                            school,
                            MONTH,
                            "- ".repeat(random.nextInt(29)) + "PAUTXHC".charAt(random.nextInt(7)));
            }
        }
        if (statements.of(institution, MONTH).state() == Statement.State.RETURNED) send(MONTH);
        adjustments.post(List.of(institution), "test");
        assertThat(seed).satisfies(s -> nothingIsLeft());
    }

    /** What was sent and what was adjusted add up to what the register gives. */
    private void nothingIsLeft() {
        var sums = jdbc.sql(
                        """
                        select l.staff_id,
                               sessions_counted(l.full_pay) as full, sessions_counted(l.half_pay) as half,
                               sessions_counted(l.no_pay) as none, sessions_counted(l.held) as held
                          from payroll_statement s join payroll_line l on l.statement_id = s.id and l.version = s.version
                         where s.institution_id = ? and s.month = ?
                        union all
                        select a.staff_id, n * (p = 'FULL')::int, n * (p = 'HALF')::int, n * (p = 'NONE')::int, n * (p = 'HELD')::int
                          from payroll_statement s
                               join payroll_adjustment a on a.statement_id = s.id
                               cross join lateral (values (a.becomes, sessions_counted(a.sessions)),
                                                          (a.was, -sessions_counted(a.sessions))) c (p, n)
                         where s.institution_id = ? and s.month = ?
                        """)
                .params(institution.id(), MONTH.atDay(1), institution.id(), MONTH.atDay(1))
                .query((row, n) -> Map.entry(
                        row.getLong("staff_id"),
                        new int[] {row.getInt("full"), row.getInt("half"), row.getInt("none"), row.getInt("held")}))
                .list();
        var found = sums.stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.reducing("", e -> "", (a, b) -> a)))
                .keySet()
                .stream()
                .collect(Collectors.toMap(staff -> staff, staff -> {
                    var total = new int[4];
                    sums.stream().filter(e -> e.getKey().equals(staff)).forEach(e -> {
                        for (int i = 0; i < 4; i++) total[i] += e.getValue()[i];
                    });
                    return "%d %d %d %d".formatted(total[0], total[1], total[2], total[3]);
                }));
        for (var line : statements.now(institution, MONTH).lines()) {
            assertThat(found.get(line.person().staffId())).isEqualTo(counts(line));
        }
    }

    private Statement send(YearMonth month) {
        clock.set(month.plusMonths(1).atDay(1), "10:00");
        return statements.send(institution, month, head, false);
    }

    private void tellOn(LocalDate day) {
        clock.set(day, "07:00");
        proposals.tell();
    }

    private Proposal reply(java.util.UUID id, Reply reply, String text) {
        return proposals.reply(caller(teacher), id, reply, Optional.of(text), List.of());
    }

    private String paid(Statement statement) {
        return counts(statement.line(teacher).orElseThrow());
    }

    private static String counts(Line line) {
        return "%d %d %d %d"
                .formatted(
                        line.of(Figure.FULL_PAY).count(),
                        line.of(Figure.HALF_PAY).count(),
                        line.of(Figure.NO_PAY).count(),
                        line.of(Figure.HELD).count());
    }

    private String charges() {
        return proposals.of(id(teacher), MONTH).stream()
                .sorted((a, b) -> a.day().compareTo(b.day()))
                .flatMap(p -> p.charges().stream())
                .map(Proposal.Charged::account)
                .collect(Collectors.joining(" "));
    }

    private String adjusted(String person) {
        return adjustments.of(id(person), MONTH).stream()
                .map(a -> "%s %s %s>%s %d %s"
                        .formatted(
                                a.openMonth(),
                                a.direction(),
                                a.change().was(),
                                a.change().becomes(),
                                a.change().sessions().count(),
                                a.cause()))
                .collect(Collectors.joining(", "));
    }

    private List<String> told(String person) {
        return jdbc.sql("select key from notice where staff_id = (select id from staff where employee_code = ?)")
                .param(person)
                .query(String.class)
                .list();
    }

    private void balance(String account, int halfDays) {
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select current_timestamp, 'test', id, ?, ?, 'OPENING', ?, '2027-01-01' from staff where employee_code = ?
                        """)
                .params(account, LocalDate.of(account.equals("CL") ? 2027 : 1900, 1, 1), halfDays, teacher)
                .update();
    }

    private int left(String account) {
        return jdbc.sql("select balance from leave_account where account = ? and staff_id = ?")
                .params(account, id(teacher))
                .query(Integer.class)
                .single();
    }

    private void condoned(LocalDate day) {
        jdbc.sql(
                        """
                        insert into lateness_condonation (recorded_at, recorded_by, day, staff_id, institution_id, decision, reason)
                        select current_timestamp, 'test', ?, s.id, i.id, 'CONDONED', 'A flood' from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                        """)
                .params(day, teacher, school)
                .update();
    }

    private void posting(LocalDate from) {
        jdbc.sql("update posting set during = daterange(?::date, null) where staff_id = ?")
                .params(from.toString(), id(teacher))
                .update();
    }

    private long id(String person) {
        return jdbc.sql("select id from staff where employee_code = ?")
                .param(person)
                .query(Long.class)
                .single();
    }

    private Caller caller(String login) {
        return callers.find(login).orElseThrow();
    }
}
