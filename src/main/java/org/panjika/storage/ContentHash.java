package org.panjika.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 of a file: its name for ever. */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record ContentHash(byte[] bytes) {

    private static final int LENGTH = 32;

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public ContentHash {
        if (bytes.length != LENGTH) throw new IllegalArgumentException(bytes.length + " bytes are no SHA-256");
    }

    public static ContentHash of(byte[] content) {
        try {
            return new ContentHash(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of several things, each distinct from its neighbours: texts by what they say, bytes as they are. */
    public static ContentHash ofParts(Object... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            if (part instanceof byte[] bytes) {
                all.writeBytes(bytes);
            } else {
                var text = part.toString().getBytes(StandardCharsets.UTF_8);
                all.writeBytes(
                        ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
                all.writeBytes(text);
            }
        }
        return of(all.toByteArray());
    }

    /** Reads 64 hexadecimal digits; anything else is nothing. */
    public static Optional<ContentHash> parse(String hex) {
        return hex.matches("[0-9a-fA-F]{64}")
                ? Optional.of(new ContentHash(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    /** 64 lower-case digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
