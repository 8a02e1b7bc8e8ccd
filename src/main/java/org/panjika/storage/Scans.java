package org.panjika.storage;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.problem.Refused;
import org.panjika.storage.jdbc.SentTable;
import org.springframework.stereotype.Service;

/** Scans and documents: PDF, JPEG or PNG, up to 5 MB, and who has sent them. */
@Service
public class Scans {

    private static final int MAX_MEGABYTES = 5;

    private final FileStore files;
    private final SentTable table;
    private final Clock clock;

    Scans(FileStore files, SentTable table, Clock clock) {
        this.files = files;
        this.table = table;
        this.clock = clock;
    }

    /** A scan that is kept. */
    public record Kept(ContentHash hash, int size, FileType type) {}

    /**
     * Keeps a scan.
     *
     * @param by login of who sends it
     * @throws Refused {@code file-too-large}, {@code file-type-not-accepted}
     */
    public Kept keep(String by, byte[] content) {
        if (content.length > MAX_MEGABYTES * 1024 * 1024) {
            throw new Refused(StorageProblem.FILE_TOO_LARGE, Map.of("maxMegabytes", MAX_MEGABYTES));
        }
        var type = FileType.of(content).orElseThrow(() -> new Refused(StorageProblem.FILE_TYPE_NOT_ACCEPTED));
        var hash = files.save(content);
        table.insert(hash, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return new Kept(hash, content.length, type);
    }

    /** A scan that this login has sent, by its hash in hex: to know the hash of another's is not enough to name it. */
    public Optional<ContentHash> sent(String by, String hex) {
        return known(by, hex, List.of());
    }

    /** The same, or one that was there already: to name another's document would be to read it (C3). */
    public Optional<ContentHash> known(String by, String hex, Collection<ContentHash> there) {
        return ContentHash.parse(hex).filter(hash -> there.contains(hash) || table.sent(hash, by));
    }
}
