package org.panjika.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.Collectors;
import org.panjika.MadeUpState;

/**
 * Ten thousand open tasks, half of them one officer's, and what that officer's Tasklist asks for them: with the session of
 * somebody who has logged in on our page, never with a token.
 */
final class OpenTasks {

    static final String OFFICER = "HEAD-CBEO0000";

    /** Of the block's secondary school: what nobody marked there is decided by the block. */
    private static final int OFFICERS = 5_010;

    private static final int OTHERS = 4_990;

    private static final String PASSWORD = "a long enough password 4 me";

    /** Doubtful days of the first secondary school of each block, as the nightly look would have opened them. */
    private static final String CASES =
            """
            with school as (
              select s.id, p.parent_id = (select id from institution where code = 'CBEO0000') as officers
                from institution s join institution_parent p on p.institution_id = s.id
               where s.code = any (select '9' || lpad((n * 10)::text, 10, '0') from generate_series(0, 19) n)),
            made as (
              insert into attendance_exception (id, institution_id, day, opened_at, told)
              select gen_random_uuid(), id, date '%1$s' - n::int, timestamptz '%1$s 12:00', true
                from school, generate_series(1, case when officers then %2$d else (%3$d + 18) / 19 end) n
              returning id, institution_id)
            select m.id, i.code from made m join institution i on i.id = m.institution_id order by m.id
            """;

    private final Visitor officer;

    OpenTasks(int port) {
        officer = new Visitor(port);
    }

    /** The requests that begin their cases, for {@code administrator}; each leaves a task. */
    static Queue<byte[]> cases(Connection owner, LocalDate today, String administrator) throws SQLException {
        var requests = new ArrayDeque<byte[]>();
        try (var statement = owner.createStatement();
                var made = statement.executeQuery(CASES.formatted(today, OFFICERS, OTHERS))) {
            while (made.next()) {
                var body =
                        """
                        {"businessKey": "%1$s", "variables": {"requestId": {"value": "%1$s"}, "institution": {"value": "%2$s"}}}
                        """
                                .formatted(made.getString(1), made.getString(2));
                requests.add(Rush.request(
                        "/engine-rest/process-definition/key/attendance-exception/start",
                        MadeUpState.token(administrator),
                        "application/json",
                        body.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return requests;
    }

    /** What an officer's Tasklist asks. */
    record Requests(byte[] page, byte[] count, byte[] countOfAll) {}

    /** Logs the officer in; the database is told a password first. */
    Requests logIn(Connection owner) throws SQLException, IOException, InterruptedException {
        try (var statement = owner.createStatement()) {
            statement.execute(
                    "update login set password_hash = '{noop}%s' where login = '%s'".formatted(PASSWORD, OFFICER));
        }
        officer.logIn(OFFICER, PASSWORD);
        officer.get("/camunda/app/tasklist/default/");
        var filter = "/camunda/api/engine/engine/default/filter/" + filter("My office");
        return new Requests(
                post(
                        filter + "/list?firstResult=0&maxResults=15",
                        "{\"sorting\":[{\"sortBy\":\"created\",\"sortOrder\":\"desc\"}]}"),
                post(filter + "/count", "{}"),
                post("/camunda/api/engine/engine/default/task/count", "{}"));
    }

    private String filter(String name) throws IOException, InterruptedException {
        JsonNode filters = new ObjectMapper().readTree(officer.get("/camunda/api/engine/engine/default/filter"));
        for (var filter : filters) {
            if (filter.get("name").asText().equals(name))
                return filter.get("id").asText();
        }
        throw new IllegalStateException("no filter " + name + " in " + filters);
    }

    private byte[] post(String path, String body) {
        var mine = officer.cookies();
        var token = mine.stream()
                .filter(c -> c.getName().equals("XSRF-TOKEN"))
                .findFirst()
                .orElseThrow()
                .getValue();
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
                        + mine.stream()
                                .map(c -> c.getName() + "=" + c.getValue())
                                .collect(Collectors.joining("; "))
                        + "\r\nX-XSRF-TOKEN: " + token
                        + "\r\nAccept: application/hal+json, application/json; q=0.5"
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
