package org.panjika.storage;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * Files by content, in folders by the first two octets of their hash. The same content twice is one file. Any number of
 * threads, and of copies of the application, may save at once.
 */
@Service
public class FileStore {

    private static final Duration SURELY_ABANDONED = Duration.ofDays(2);

    private final Path root;
    private final Path incoming;
    /** Folders known to outlive a power cut: made, and their parents' entries flushed, since this start. */
    private final Set<String> durable = ConcurrentHashMap.newKeySet();

    FileStore(@Value("${panjika.storage.location}") Path root) throws IOException {
        this.root = root.toAbsolutePath();
        this.incoming = Files.createDirectories(this.root.resolve("incoming"));
        flush(this.root);
        removeAbandoned();
    }

    /**
     * Keeps the content. When this returns it survives the loss of power.
     *
     * @return its name for {@link #read}
     */
    public ContentHash save(byte[] content) {
        var hash = ContentHash.of(content);
        var place = place(hash);
        try {
            makeDurable(place.getParent());
            if (!Files.exists(place)) {
                var draft = incoming.resolve(UUID.randomUUID().toString());
                try {
                    write(content, draft);
                    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(draft);
                }
            }
            // also where it existed: another thread may just have moved it there and not have flushed yet
            flush(place.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hash;
    }

    /**
     * The content, if it is kept here.
     *
     * @throws IllegalStateException if it is no longer what was saved
     */
    public Optional<byte[]> read(ContentHash hash) {
        try {
            var content = Files.readAllBytes(place(hash));
            if (!ContentHash.of(content).equals(hash)) throw new IllegalStateException("damaged file " + hash);
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path place(ContentHash hash) {
        var name = hash.hex();
        return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
    }

    private void makeDurable(Path folder) throws IOException {
        if (durable.contains(key(folder))) return;
        Files.createDirectories(folder);
        var parent = folder.getParent();
        flush(parent);
        if (!durable.contains(key(parent))) {
            flush(root);
            durable.add(key(parent));
        }
        durable.add(key(folder));
    }

    private String key(Path folder) {
        return root.relativize(folder).toString();
    }

    private static void write(byte[] content, Path file) throws IOException {
        try (var channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            var rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) channel.write(rest);
            channel.force(true);
        }
    }

    private static void flush(Path folder) throws IOException {
        if (folder.getFileSystem().getSeparator().equals("\\"))
            return; // Windows opens no folders, and flushes names itself
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    /** What a crash left half-written is worth nothing; nobody was told it was kept. */
    private void removeAbandoned() throws IOException {
        var limit =
                Clock.systemUTC().instant().minus(SURELY_ABANDONED); // file times are the machine's, not the sandbox's
        try (var drafts = Files.list(incoming)) {
            for (var draft : (Iterable<Path>) drafts::iterator) {
                if (Files.getLastModifiedTime(draft).toInstant().isBefore(limit)) Files.deleteIfExists(draft);
            }
        }
    }
}
