package org.panjika.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {

    @TempDir
    Path folder;

    private FileStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileStore(folder.resolve("files"));
    }

    @Test
    @DisplayName("what was saved is read, by a store opened later too")
    void roundTrip() throws IOException {
        var content = content(1);
        var hash = store.save(content);
        assertThat(store.read(hash)).hasValue(content);
        assertThat(new FileStore(folder.resolve("files")).read(hash)).hasValue(content);
        assertThat(ContentHash.parse(hash.hex())).hasValue(hash);
    }

    @Test
    @DisplayName("an unknown name is nothing, and no path")
    void unknown() {
        assertThat(store.read(ContentHash.of(content(2)))).isEmpty();
        assertThat(ContentHash.parse("../../etc/passwd")).isEmpty();
        assertThat(ContentHash.parse("ab")).isEmpty();
    }

    @Test
    @DisplayName("a file changed behind the store's back is noticed")
    void damaged() throws IOException {
        var hash = store.save(content(3));
        var name = hash.hex();
        Files.write(
                folder.resolve("files")
                        .resolve(name.substring(0, 2))
                        .resolve(name.substring(2, 4))
                        .resolve(name),
                content(4));
        assertThatThrownBy(() -> store.read(hash)).hasMessageContaining("damaged");
    }

    @Test
    @DisplayName("a hundred simultaneous savers of the same and of different contents: each content one whole file")
    void concurrent() throws Exception {
        var pool = Executors.newFixedThreadPool(16);
        try {
            var savings = new ArrayList<Callable<ContentHash>>();
            for (var i = 0; i < 100; i++) {
                var content = content(i % 10);
                savings.add(() -> store.save(content));
            }
            for (Future<ContentHash> saved : pool.invokeAll(savings)) {
                assertThat(store.read(saved.get())).isPresent();
            }
        } finally {
            pool.shutdown();
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("no drafts left, nothing twice")
                    .hasSize(10);
        }
    }

    private static byte[] content(int seed) {
        var content = new byte[30_000];
        new Random(seed).nextBytes(content);
        return content;
    }
}
