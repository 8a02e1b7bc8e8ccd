package org.panjika.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.directory.jdbc.UploadTable;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps a list from its preview to its import, for a day at most. */
@Service
public class Uploads {

    private static final Duration KEPT = Duration.ofDays(1);

    private final Callers callers;
    private final UploadTable table;
    private final Imports imports;
    private final Clock clock;

    Uploads(Callers callers, UploadTable table, Imports imports, Clock clock) {
        this.callers = callers;
        this.table = table;
        this.imports = imports;
        this.clock = clock;
    }

    /** @throws Refused {@code not-allowed} if the caller is no administrator */
    @Transactional
    public Upload keep(
            InputStreamSource file,
            String fileName,
            Upload.Kind kind,
            Optional<String> mapping,
            Optional<String> under) {
        imports.requireAdministrator();
        var now = clock.instant();
        table.deleteOlderThan(now.minus(KEPT));
        var upload = new Upload(UUID.randomUUID(), callers.current().login(), fileName, kind, mapping, under);
        try (InputStream content = file.getInputStream()) {
            table.insert(upload, now, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return upload;
    }

    /** @throws Refused {@code not-found} if the caller has handed over no such list or it is kept no more */
    public Upload find(UUID id) {
        imports.requireAdministrator();
        return table.find(id, callers.current().login()).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** Previews or imports a list; it is kept until it has been imported. Refuses like {@link Imports#take}. */
    public ImportReport take(Upload upload, ImportMode mode) {
        try {
            // the import's connection is busy with COPY, so the pieces cannot be read from it meanwhile
            var copy = Files.createTempFile("upload", ".csv");
            try {
                try (var content = table.content(upload.id())) {
                    Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
                }
                var report = imports.take(
                        new FileSystemResource(copy),
                        upload.fileName(),
                        new Imports.Reading(upload.kind(), upload.mapping(), upload.under()),
                        mode);
                if (report.applied()) table.delete(upload.id());
                return report;
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
