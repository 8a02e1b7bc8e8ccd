package org.panjika.lists;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.UncategorizedSQLException;

/** Rows on their way into a temporary table by COPY. */
final class Staging implements AutoCloseable {

    private static final int FLUSH = 1 << 16;

    private final CopyIn copy;
    private final List<String> columns;
    private final StringBuilder text = new StringBuilder(FLUSH + 4096);

    Staging(Connection connection, String table, List<String> columns) throws SQLException {
        this.columns = columns;
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy %s (line, rejected, %s) from stdin".formatted(table, String.join(", ", columns)));
    }

    void add(Row row) {
        text.append(row.line()).append('\t').append(row.rejected());
        for (var column : columns) {
            text.append('\t');
            row.get(column).ifPresentOrElse(this::escaped, () -> text.append("\\N"));
        }
        text.append('\n');
        if (text.length() >= FLUSH) flush();
    }

    void finish() throws IOException, SQLException {
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) copy.cancelCopy();
    }

    private void escaped(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }

    private void flush() {
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("copy", null, e);
        }
    }
}
