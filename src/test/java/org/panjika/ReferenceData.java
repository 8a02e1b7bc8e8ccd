package org.panjika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Third-party files that lie beside the project and are no part of it (property {@code panjika.referenceData}). */
public final class ReferenceData {

    private static final Path ROOT = Path.of(System.getProperty("panjika.referenceData", "../shared/data"));

    private ReferenceData() {}

    /** A file or folder of it; where it is absent the test is skipped, or fails if everything is required. */
    public static Path need(String path) {
        var file = ROOT.resolve(path);
        if (everythingRequired()) assertThat(file).exists();
        assumeTrue(Files.exists(file), () -> "skipped: reference data not found at " + file.toAbsolutePath());
        return file;
    }

    /** Whether a missing browser or missing data is a failure and not a reason to skip. */
    public static boolean everythingRequired() {
        return Boolean.parseBoolean(System.getenv("PANJIKA_REQUIRE_ALL"));
    }
}
