package org.panjika.directory.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.panjika.directory.Upload;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class UploadTable {

    private static final int PIECE = 1 << 20;

    private final JdbcClient jdbc;

    UploadTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void insert(Upload upload, Instant at, InputStream content) {
        jdbc.sql(
                        "insert into upload (id, login, uploaded_at, file_name, kind, mapping, under) values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        upload.id(),
                        upload.login(),
                        at.atOffset(ZoneOffset.UTC),
                        upload.fileName(),
                        upload.kind().name(),
                        upload.mapping().orElse(null),
                        upload.under().orElse(null))
                .update();
        try {
            for (var number = 0; ; number++) {
                var bytes = content.readNBytes(PIECE);
                if (bytes.length == 0) return;
                jdbc.sql("insert into upload_piece (upload_id, number, bytes) values (?, ?, ?)")
                        .params(upload.id(), number, bytes)
                        .update();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Upload> find(UUID id, String login) {
        return jdbc.sql("select * from upload where id = ? and login = ?")
                .params(id, login)
                .query((row, number) -> new Upload(
                        id,
                        login,
                        row.getString("file_name"),
                        Upload.Kind.valueOf(row.getString("kind")),
                        Optional.ofNullable(row.getString("mapping")),
                        Optional.ofNullable(row.getString("under"))))
                .optional();
    }

    /** The content, piece by piece. */
    public InputStream content(UUID id) {
        var pieces = jdbc.sql("select count(*) from upload_piece where upload_id = ?")
                .param(id)
                .query(Integer.class)
                .single();
        return new SequenceInputStream(new Enumeration<InputStream>() {
            private int next;

            @Override
            public boolean hasMoreElements() {
                return next < pieces;
            }

            @Override
            public InputStream nextElement() {
                if (!hasMoreElements()) throw new NoSuchElementException();
                return new ByteArrayInputStream(
                        jdbc.sql("select bytes from upload_piece where upload_id = ? and number = ?")
                                .params(id, next++)
                                .query((row, number) -> row.getBytes(1))
                                .single());
            }
        });
    }

    public void delete(UUID id) {
        jdbc.sql("delete from upload where id = ?").param(id).update();
    }

    public void deleteOlderThan(Instant then) {
        jdbc.sql("delete from upload where uploaded_at < ?")
                .param(then.atOffset(ZoneOffset.UTC))
                .update();
    }
}
