package org.panjika.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.panjika.TestState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ten thousand open requests of correction, half of them one officer's, and that officer's first page of them. */
final class OpenRequests {

    private static final int OFFICERS = 5_000;
    private static final int ALL = 10_000;
    private static final int WARM_UP = 400;
    private static final int ASKED = 300;

    /** As they stand when their window at the office below has passed. */
    private static final String MAKE =
            """
            with wanted as materialized (
              select gen_random_uuid() as id, i.id as institution_id, s.id as staff_id, s.employee_code,
                     :day - (n / cardinality(:schools))::int as day, n <= :officers as officers
                from generate_series(1, :all) n
                     cross join lateral (select 1 + n % cardinality(:schools) as place) p
                     join institution i on i.code = (:schools::text[])[p.place]
                     join staff s on s.employee_code = (:teachers::text[])[p.place]),
            request as (
              insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day)
              select id, '', now(), employee_code, institution_id, day from wanted
              returning id, entry_no),
            submission as (
              insert into correction_submission (request_id, version, recorded_at, recorded_by, asker_id, kind, reason)
              select id, 1, now(), employee_code, staff_id, 'FORGOTTEN', 'The roll was forgotten' from wanted),
            line as (
              insert into correction_line (request_id, version, staff_id, forenoon, afternoon, forenoon_was, afternoon_was)
              select id, 1, staff_id, 'PRESENT', 'PRESENT', 'UNMARKED', 'UNMARKED' from wanted)
            insert into correction_case (request_id, entry_no, institution_id, day, state, version, authority, offices, deadline,
                   since)
            select w.id, r.entry_no, w.institution_id, w.day, 'PENDING', 1, 'CBEO',
                   array[case when officers then :office else 'CBEO_ELSEWHERE' end], now() + interval '3 days', now()
              from wanted w join request r on r.id = w.id
            """;

    private final Report report;

    OpenRequests(Report report) {
        this.report = report;
    }

    void measure(
            ConfigurableApplicationContext application,
            int port,
            TestState.Block block,
            String officer,
            List<String> schools,
            List<String> teachers,
            LocalDate before)
            throws IOException, SQLException, InterruptedException {
        application
                .getBean(JdbcClient.class)
                .sql(MAKE)
                .param("schools", schools.toArray(String[]::new))
                .param("teachers", teachers.toArray(String[]::new))
                .param("day", before.minusDays(1))
                .param("all", ALL)
                .param("officers", OFFICERS)
                .param("office", "CBEO_" + block.block())
                .update();
        IdleTwin.analyze(application);
        var visitor = new Visitor(port);
        visitor.logIn(officer, TestState.PASSWORD);
        asked(visitor, "first page of an officer with 5,000 open requests", "/corrections");
        asked(
                visitor,
                "one school's requests, to be decided together",
                "/corrections/decide?institution=" + schools.get(0));
    }

    private void asked(Visitor visitor, String what, String path) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) visitor.get(path);
        var took = new double[ASKED];
        for (int i = 0; i < ASKED; i++) {
            var start = System.nanoTime();
            visitor.get(path);
            took[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(took);
        var p95 = took[ASKED * 95 / 100];
        report.judged(what, "< 50 ms", p95 < 50, "p50 %.0f ms, p95 %.0f ms", took[ASKED / 2], p95);
    }
}
