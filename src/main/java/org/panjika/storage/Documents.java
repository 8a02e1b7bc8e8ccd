package org.panjika.storage;

import java.util.Map;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** Scans and documents: PDF, JPEG or PNG, at most 5 MB. */
@Service
public class Documents {

    private static final int MAX_MEGABYTES = 5;

    private final FileStore files;

    Documents(FileStore files) {
        this.files = files;
    }

    /** A document that is kept. */
    public record Kept(ContentHash hash, int size, FileType type) {}

    /**
     * Keeps a document. When this returns it survives the loss of power.
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
