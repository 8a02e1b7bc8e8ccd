package org.panjika.directory;

import java.time.Instant;

/**
 * A list that was taken, not only previewed.
 *
 * @param by whose name, or login where it is no member of staff's
 * @param read lines in the file, of which some were new, some changed what was there and some were rejected
 */
public record TakenList(
        Instant at, String by, Upload.Kind kind, String fileName, int read, int created, int updated, int rejected) {}
