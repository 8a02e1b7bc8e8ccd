package org.panjika.notices;

import java.time.Instant;
import java.util.Map;

/**
 * A message as it was told.
 *
 * @param number the newer, the higher; known to nobody but the person it was told
 */
public record Told(long number, Instant at, String key, Map<String, Object> fields, String link, boolean read) {}
