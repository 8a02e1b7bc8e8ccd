package org.panjika.storage;

import java.util.Map;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** Scans and documents: PDF, JPEG or PNG, up to 5 MB. */
@Service
public class Scans {

    private static final int MAX_MEGABYTES = 5;

    private final FileStore files;

    Scans(FileStore files) {
        this.files = files;
    }

    /** A scan that is kept. */
    public record Kept(ContentHash hash, int size, FileType type) {}

    /**
     * Keeps a scan.
     *
     * @throws Refused {@code file-too-large}, {@code file-type-not-accepted}
     */
    public Kept keep(byte[] content) {
        if (content.length > MAX_MEGABYTES * 1024 * 1024) {
            throw new Refused(StorageProblem.FILE_TOO_LARGE, Map.of("maxMegabytes", MAX_MEGABYTES));
        }
        var type = FileType.of(content).orElseThrow(() -> new Refused(StorageProblem.FILE_TYPE_NOT_ACCEPTED));
        return new Kept(files.save(content), content.length, type);
    }
}
