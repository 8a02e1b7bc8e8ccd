package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.Calls.line;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Calls;
import org.panjika.SystemTest;
import org.panjika.TestClock;
import org.panjika.TestState;
import org.panjika.Together;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SystemTest
@DisplayName("Counters and registers are nothing but their facts")
class RebuildTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 8);
    private static final List<String> SAID = List.of("UNMARKED", "ABSENT", "TOUR", "LEAVE", "DUTY");

    @Autowired
    TestState state;

    @Autowired
    Calls calls;

    @Autowired
    TestClock clock;

    @Autowired
    DayOpening opening;

    @Autowired
    Rebuild rebuild;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    String school;
    String head;
    final List<String> staff = new ArrayList<>();

    @BeforeEach
    void aSchoolWithMarksAndRoll() {
        clock.set(DAY, "10:00");
        var block = state.blockAtWork("BR", DAY);
        school = state.school(block.block());
        head = state.holder("HEAD", school);
        for (int i = 0; i < 6; i++) staff.add(state.staff(school));
        opening.open(DAY);
    }

    @Test
    @DisplayName(
            "after a long random sequence of marks and rolls a rebuild from the facts changes nothing (seed 20261208)")
    void longSequence() {
        var random = new Random(20261208);
        for (int step = 0; step < 120; step++) {
            clock.set(DAY, "%02d:%02d".formatted(10 + step / 20, step % 20 * 3));
            act(random);
        }
        assertThat(facts()).as("something happened").isGreaterThan(20);
        var before = projection();
        assertThat(counters()).isEqualTo(recount());
        rebuild.day(DAY);
        assertThat(projection()).isEqualTo(before);
        assertThat(counters()).isEqualTo(recount());
    }

    @Test
    @DisplayName("facts that came in behind the projection's back are read after a rebuild, and counted")
    void bulk() {
        jdbc.sql(
                        """
                        insert into day_entry (recorded_at, recorded_by, day, staff_id, institution_id, source, forenoon, afternoon)
                        select ?::timestamptz, 'history', d.day, d.staff_id, d.institution_id, 'ROLL', 'PRESENT', 'TOUR'
                          from attendance_day d join institution i on i.id = d.institution_id
                         where d.day = ? and i.code = ?
                        """)
                .params(clock.instant().toString(), DAY, school)
                .update();
        rebuild.day(DAY);
        assertThat(projection())
                .allMatch(row -> row.get("forenoon").equals("PRESENT")
                        && row.get("afternoon").equals("TOUR"));
        assertThat(counters()).isEqualTo(recount()).containsEntry("fp", 7).containsEntry("at", 7);
    }

    @Test
    @DisplayName("roll and marks at the same time: the counters equal a recount, nobody's line is lost")
    void atTheSameTime() throws Exception {
        var work = new ArrayList<Callable<Object>>();
        for (var person : staff) {
            work.add(() -> calls.mark(person, "IN", clock.instant()));
            for (var status : SAID) {
                work.add(() -> calls.roll(head, school, DAY, List.of(line(person, status, status))));
            }
        }
        Together.all(8, work);
        assertThat(counters()).isEqualTo(recount());
        var before = projection();
        rebuild.day(DAY);
        assertThat(projection()).isEqualTo(before);
        assertThat(before).filteredOn(r -> r.get("forenoon").equals("PRESENT")).hasSize(staff.size());
    }

    @Test
    @DisplayName("after thousands have been counted at once on a connection, one more does not read them all")
    void oneAfterMany() {
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            jdbc.sql("insert into institution (code, kind, category, name)"
                            + " select 'MANY' || n, 'SCHOOL', 'SECONDARY', 'Many' from generate_series(1, 3000) n")
                    .update();
            jdbc.sql(
                            """
                            insert into institution_day
                            select (jsonb_populate_record(d, jsonb_build_object('institution_id', many.id))).*
                              from institution_day d
                                   join institution i on i.id = d.institution_id and i.code = ?
                                   join institution many on many.code like 'MANY%'
                             where d.day = ?
                            """)
                    .params(school, DAY)
                    .update();
            touch(many());
            var one = many().subList(0, 1);
            var before = wholeReads();
            touch(one);
            assertThat(wholeReads()).isEqualTo(before);
        });
    }

    private List<Long> many() {
        return jdbc.sql("select id from institution where code like 'MANY%'")
                .query(Long.class)
                .list();
    }

    private void touch(List<Long> institutions) {
        jdbc.sql("update institution_day set off_portal = off_portal where day = ? and institution_id = any (?)")
                .params(DAY, institutions.toArray(Long[]::new))
                .update();
    }

    /** How often this transaction has read all institutions. */
    private int wholeReads() {
        return jdbc.sql("select seq_scan from pg_stat_xact_user_tables where relid = 'institution'::regclass")
                .query(Integer.class)
                .single();
    }

    private void act(Random random) {
        var person = staff.get(random.nextInt(staff.size()));
        switch (random.nextInt(4)) {
            case 0 -> calls.mark(person, "IN", clock.instant());
            case 1 -> calls.mark(person, "OUT", clock.instant());
            default ->
                calls.roll(
                        head,
                        school,
                        DAY,
                        List.of(line(
                                person, SAID.get(random.nextInt(SAID.size())), SAID.get(random.nextInt(SAID.size())))));
        }
    }

    private List<Map<String, Object>> projection() {
        return jdbc.sql(
                        """
                        select d.staff_id, d.forenoon::text, d.afternoon::text, d.forenoon_source, d.afternoon_source,
                               d.in_mark, d.out_mark, d.late_minutes, d.early_minutes, d.flags::text, d.facts
                          from attendance_day d join institution i on i.id = d.institution_id
                         where d.day = ? and i.code = ? order by d.staff_id
                        """)
                .params(DAY, school)
                .query()
                .listOfRows();
    }

    private Map<String, Object> counters() {
        return jdbc.sql(
                        """
                        select forenoon_expected fe, forenoon_present fp, forenoon_absent fa, forenoon_leave fl,
                               forenoon_tour ft, forenoon_duty fd, forenoon_to_be_confirmed fc,
                               afternoon_expected ae, afternoon_present ap, afternoon_absent aa, afternoon_leave al,
                               afternoon_tour at, afternoon_duty ad, afternoon_to_be_confirmed ac
                          from institution_day x join institution i on i.id = x.institution_id
                         where x.day = ? and i.code = ?
                        """)
                .params(DAY, school)
                .query()
                .singleRow();
    }

    private Map<String, Object> recount() {
        return jdbc.sql(
                        """
                        select count(*) filter (where forenoon <> 'HOLIDAY')::int fe,
                               count(*) filter (where forenoon = 'PRESENT')::int fp,
                               count(*) filter (where forenoon = 'ABSENT')::int fa,
                               count(*) filter (where forenoon = 'LEAVE')::int fl,
                               count(*) filter (where forenoon = 'TOUR')::int ft,
                               count(*) filter (where forenoon = 'DUTY')::int fd,
                               count(*) filter (where forenoon = 'TO_BE_CONFIRMED')::int fc,
                               count(*) filter (where afternoon <> 'HOLIDAY')::int ae,
                               count(*) filter (where afternoon = 'PRESENT')::int ap,
                               count(*) filter (where afternoon = 'ABSENT')::int aa,
                               count(*) filter (where afternoon = 'LEAVE')::int al,
                               count(*) filter (where afternoon = 'TOUR')::int at,
                               count(*) filter (where afternoon = 'DUTY')::int ad,
                               count(*) filter (where afternoon = 'TO_BE_CONFIRMED')::int ac
                          from attendance_day d join institution i on i.id = d.institution_id
                         where d.day = ? and i.code = ?
                        """)
                .params(DAY, school)
                .query()
                .singleRow();
    }

    private long facts() {
        return jdbc.sql("select sum(facts) from attendance_day d join institution i on i.id = d.institution_id"
                        + " where d.day = ? and i.code = ?")
                .params(DAY, school)
                .query(Long.class)
                .single();
    }
}
