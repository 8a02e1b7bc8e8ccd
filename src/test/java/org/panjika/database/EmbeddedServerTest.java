package org.panjika.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panjika.SystemTest;
import org.springframework.beans.factory.annotation.Autowired;

@SystemTest
@DisplayName("A server found on a data folder is that folder's own")
class EmbeddedServerTest {

    private static final String PID_FILE = "postmaster.pid";

    @Autowired
    DatabaseProperties properties;

    @Test
    @DisplayName("the process that the folder's file names is its server")
    void own() throws IOException {
        var cluster = properties.data().toAbsolutePath().resolve("postgresql");
        assertThat(EmbeddedServer.running(cluster)).isPresent();
    }

    @Test
    @DisplayName(
            "a file that names another folder's PostgreSQL after a restart: it is left alone, the stale file is removed")
    void foreign(@TempDir Path folder) throws IOException {
        var other = properties.data().toAbsolutePath().resolve("postgresql");
        Files.copy(other.resolve(PID_FILE), folder.resolve(PID_FILE));
        assertThat(EmbeddedServer.running(folder)).isEmpty();
        EmbeddedServer.stopServerLeftBehind(folder);
        assertThat(EmbeddedServer.running(other)).as("the other one").isPresent();
        assertThat(folder.resolve(PID_FILE)).doesNotExist();
    }
}
