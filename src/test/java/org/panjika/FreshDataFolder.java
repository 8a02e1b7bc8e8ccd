package org.panjika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Gives each test application a data folder of its own; what earlier runs left is deleted first, but not what the JVM beside
 * this one uses.
 */
class FreshDataFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Path HOME = Path.of("target/test-data", System.getProperty("panjika.test.fork", "alone"));

    static {
        try {
            FileSystemUtils.deleteRecursively(HOME);
            Files.createDirectories(HOME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            TestPropertyValues.of("panjika.database.data=" + Files.createTempDirectory(HOME, "run"))
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
