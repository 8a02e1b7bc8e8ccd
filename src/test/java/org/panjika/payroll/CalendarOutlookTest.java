package org.panjika.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.attendance.DayOpening;
import org.panjika.calendar.ImportHolidays;
import org.panjika.lists.Effect;
import org.panjika.lists.ImportMode;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;

@SystemTest
@DisplayName("A calendar changed afterwards shows its effect before it is applied (C14, C17)")
class CalendarOutlookTest {

    /** Begins on a Wednesday. */
    private static final YearMonth MONTH = YearMonth.of(2027, 9);

    private static final String PRESENT = "P P P P - P P P P P P - P P P P P P - P P P P P P - P P P P";

    /** Two working days become holidays, one becomes half a day, and a Sunday a working day. */
    private static final String CHANGES =
            """
            from,to,name,dayKind
            2027-09-14,2027-09-15,Flood,HOLIDAY
            2027-09-19,,Made up for,WORKING
            2027-09-21,,Election,HALF
            """;

    @Autowired
    TestState state;

    @Autowired
    TestClock clock;

    @Autowired
    PaperMonth paper;

    @Autowired
    ImportHolidays holidays;

    @Autowired
    DayOpening opening;

    @Autowired
    Statements statements;

    @Autowired
    Proposals proposals;

    @Autowired
    Adjustments adjustments;

    @Autowired
    Institutions institutions;

    @Autowired
    JdbcClient jdbc;

    String school;
    String head;
    String absent;
    String unmarked;
    String onLeave;
    Institution institution;

    @BeforeEach
    void aMonth() {
        clock.set(MONTH.plusMonths(1).atDay(1), "08:00");
        var block = state.block("BR");
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        state.holder("HEAD", block.block());
        absent = state.staff(school);
        unmarked = state.staff(school);
        onLeave = state.staff(school);
        institution = institutions.find(school).orElseThrow();
        for (var day : days()) opening.open(day);
        for (var person : List.of(head, absent, unmarked, onLeave)) {
            paper.write(person, school, MONTH, PRESENT);
            for (var day : List.of(MONTH.atDay(14), MONTH.atDay(15), MONTH.atDay(21)))
                paper.said(person, school, day, "P");
        }
        paper.said(absent, school, MONTH.atDay(14), "A");
        paper.said(unmarked, school, MONTH.atDay(15), "U");
        paper.said(unmarked, school, MONTH.atDay(21), "PU");
        for (int day = 14; day <= 16; day++) paper.day(onLeave, school, MONTH.atDay(day), "H");
        balance(onLeave, "HPL", 40);
        paper.leave(onLeave, "HPL", "APPROVED", MONTH.atDay(14), MONTH.atDay(16));
    }

    private static List<LocalDate> days() {
        return List.of(MONTH.atDay(14), MONTH.atDay(15), MONTH.atDay(19), MONTH.atDay(21));
    }

    @Test
    @DisplayName(
            "of a month that was sent the preview tells what is then posted as adjustments, to the half day; and keeps nothing")
    void sent() {
        clock.set(MONTH.atDay(16), "07:00");
        proposals.tell();
        clock.set(MONTH.plusMonths(1).atDay(1), "10:00");
        statements.send(institution, MONTH, head, false);
        adjustments.post(List.of(institution), "test");
        var preview = preview();
        assertThat(preview.get("pay-sent"))
                .as("4 of absence, leave and 3 unmarked are paid after all; the Sunday waits for everybody's word")
                .containsEntry("institutions", 1)
                .containsEntry("people", 4)
                .containsEntry("arrears", 2 + 3 + 4)
                .containsEntry("recoveries", 4 * 2);
        assertThat(preview.get("leave")).containsEntry("applications", 1).containsEntry("people", 1);
        assertThat(preview()).as("nothing was kept").isEqualTo(preview);
        apply();
        adjustments.post(List.of(institution), "test");
        var posted = new TreeMap<Adjustment.Direction, Integer>();
        for (var person : List.of(head, absent, unmarked, onLeave)) {
            adjustments
                    .of(id(person), MONTH)
                    .forEach(a ->
                            posted.merge(a.direction(), a.change().sessions().count(), Integer::sum));
        }
        assertThat(posted)
                .containsEntry(
                        Adjustment.Direction.ARREAR, preview.get("pay-sent").get("arrears"))
                .containsEntry(
                        Adjustment.Direction.RECOVERY, preview.get("pay-sent").get("recoveries"));
    }

    @Test
    @DisplayName("of an open month it tells the half days that would be paid otherwise")
    void open() {
        var before = statements.now(institution, MONTH);
        var preview = preview();
        apply();
        var after = statements.now(institution, MONTH);
        var changed = before.lines().stream()
                .mapToInt(was -> {
                    var now = after.line(was.person().employeeCode()).orElseThrow();
                    return PaidFor.of(was).to(PaidFor.of(now), Adjustments.whole(MONTH)).stream()
                            .mapToInt(c -> c.sessions().count())
                            .sum();
                })
                .sum();
        assertThat(preview.get("pay-open")).containsEntry("sessions", changed).containsEntry("people", 4);
        assertThat(preview).doesNotContainKey("pay-sent");
    }

    @Test
    @DisplayName(
            "leave over a day that becomes a working day covers it where the balance suffices for one half day more each; without, the day waits for somebody's word")
    void leaveOverANewWorkingDay() {
        var broke = state.staff(school);
        var covered = state.staff(school);
        for (var person : List.of(broke, covered)) {
            paper.write(person, school, MONTH, PRESENT);
            for (int day : new int[] {18, 20}) paper.day(person, school, MONTH.atDay(day), "C");
            paper.leave(person, "CL", "APPROVED", MONTH.atDay(18), MONTH.atDay(20));
        }
        balance(broke, "CL", 1);
        balance(covered, "CL", 2);
        var preview = preview("from,to,name,dayKind\n2027-09-19,,Made up for,WORKING\n");
        assertThat(preview.get("pay-open"))
                .as("the four others and who has half a day left")
                .containsEntry("people", 5)
                .containsEntry("recoveries", 10);
    }

    @Test
    @DisplayName("where nobody is paid otherwise the preview says so")
    void nobody() {
        assertThat(preview("from,to,name,dayKind\n2027-09-23,,Fair,HOLIDAY\n")).containsOnlyKeys("pay-none");
        assertThat(preview("from,to,name,dayKind\n2028-09-21,,Fair,HOLIDAY\n"))
                .as("to come")
                .containsOnlyKeys("pay-none");
    }

    private Map<String, Map<String, Integer>> preview() {
        return preview(CHANGES);
    }

    private Map<String, Map<String, Integer>> preview(String changes) {
        var report = holidays.take(list(changes), Optional.of(school), new ImportMode(false, true));
        return report.effects().stream().collect(Collectors.toMap(Effect::what, Effect::figures));
    }

    private void apply() {
        holidays.take(list(CHANGES), Optional.of(school), new ImportMode(false, false));
        for (var day : days()) opening.open(day);
        // the recount of leave takes back what it said about days that are free now
        jdbc.sql(
                        """
                        insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon, afternoon,
                               request_id)
                        select e.recorded_at, 'test', e.entry_no, e.day, e.staff_id, e.institution_id, e.source, 'UNMARKED', 'UNMARKED',
                               e.request_id
                          from day_entry e where e.staff_id = ? and e.source = 'LEAVE' and e.day in (?, ?)
                        """)
                .params(id(onLeave), MONTH.atDay(14), MONTH.atDay(15))
                .update();
    }

    private static ByteArrayResource list(String changes) {
        return new ByteArrayResource(changes.getBytes(StandardCharsets.UTF_8));
    }

    private void balance(String who, String account, int halfDays) {
        jdbc.sql(
                        """
                        insert into leave_entry (recorded_at, recorded_by, staff_id, account, period, source, half_days, day)
                        select current_timestamp, 'test', id, ?, ?, 'OPENING', ?, '2027-01-01' from staff where employee_code = ?
                        """)
                .params(account, LocalDate.of(account.equals("CL") ? 2027 : 1900, 1, 1), halfDays, who)
                .update();
    }

    private long id(String person) {
        return jdbc.sql("select id from staff where employee_code = ?")
                .param(person)
                .query(Long.class)
                .single();
    }
}
