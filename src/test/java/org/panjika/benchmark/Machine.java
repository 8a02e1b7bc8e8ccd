package org.panjika.benchmark;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    /** How many times a second 8 KB are written and safely on disk, one after the other: what limits single commits. */
    static double flushes(Path folder, Duration time) throws IOException {
        var file = folder.resolve("flush-test");
        try (var channel = FileChannel.open(file, CREATE, WRITE)) {
            var page = ByteBuffer.allocateDirect(8192);
            for (int i = 0; i < 2048; i++) channel.write(page.clear(), i * 8192L);
            channel.force(true);
            var start = System.nanoTime();
            var end = start + time.toNanos();
            int done = 0;
            for (; System.nanoTime() < end; done++) {
                channel.write(page.clear(), done % 2048 * 8192L);
                channel.force(false);
            }
            return done / ((System.nanoTime() - start) / 1e9);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static String postgresql(Connection connection) throws SQLException {
        var words = new StringJoiner(", ");
        try (var statement = connection.createStatement()) {
            for (var name : List.of(
                    "server_version",
                    "fsync",
                    "synchronous_commit",
                    "full_page_writes",
                    "wal_sync_method",
                    "shared_buffers",
                    "max_wal_size",
                    "commit_delay")) {
                var row = statement.executeQuery("show " + name);
                row.next();
                words.add(name + " " + row.getString(1));
            }
        }
        return words.toString();
    }
}
