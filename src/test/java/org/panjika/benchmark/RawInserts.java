package org.panjika.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.panjika.ApplicationProcess;
import org.panjika.MadeUpState;

/** What the database can do at best: single rows of the same table, same width, same indexes, same role, each committed. */
final class RawInserts implements AutoCloseable {

    static final int CONNECTIONS = 16;
    static final String RECORDED_BY = "raw-rows";

    private static final String INSERT =
            """
            insert into attendance_mark (id, day, content_hash, recorded_at, recorded_by, staff_id, institution_id, kind, mode,
                   captured_at, verdict, reasons, latitude, longitude, accuracy_m, fix_age_s, mocked, distance_m, device_id)
            values (?, ?, ?, ?, ?, ?, ?, 'IN', 'SELF', ?, 'ACCEPTED', '{}', ?, ?, 20, 3, false, 111, 'a phone of nobody')
            """;

    private final MadeUpState state;
    private final LocalDate day;
    private final List<Connection> connections = new ArrayList<>();

    RawInserts(ApplicationProcess application, MadeUpState state, LocalDate day) throws SQLException {
        this.state = state;
        this.day = day;
        for (int i = 0; i < CONNECTIONS; i++) connections.add(application.application());
    }

    /** Rows a second. */
    double flatOut(Duration time) throws Exception {
        var start = System.nanoTime();
        var end = start + time.toNanos();
        var workers = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long rows = 0;
            var work = connections.stream()
                    .map(c -> (Callable<Long>) () -> insert(c, end))
                    .toList();
            for (var done : workers.invokeAll(work)) rows += done.get();
            return rows / ((System.nanoTime() - start) / 1e9);
        } finally {
            workers.shutdown();
        }
    }

    private long insert(Connection connection, long end) throws SQLException {
        long rows = 0;
        try (var statement = connection.prepareStatement(INSERT)) {
            while (System.nanoTime() < end) {
                fill(statement);
                statement.executeUpdate();
                rows++;
            }
        }
        return rows;
    }

    private void fill(PreparedStatement statement) throws SQLException {
        var random = ThreadLocalRandom.current();
        var person = random.nextInt(state.people());
        var hash = new byte[32];
        random.nextBytes(hash);
        var now = OffsetDateTime.now(ZoneOffset.UTC);
        statement.setObject(1, new UUID(random.nextLong(), random.nextLong()));
        statement.setObject(2, day);
        statement.setBytes(3, hash);
        statement.setObject(4, now);
        statement.setString(5, RECORDED_BY);
        statement.setLong(6, person);
        statement.setLong(7, state.schoolOf(person));
        statement.setObject(8, now);
        statement.setDouble(9, 20.001);
        statement.setDouble(10, 75);
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) connection.close();
    }
}
