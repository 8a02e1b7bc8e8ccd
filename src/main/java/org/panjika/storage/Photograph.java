package org.panjika.storage;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import org.panjika.problem.Refused;

/**
 * A photograph that may be kept as evidence: a JPEG whose structure has been walked from end to end, freed of everything
 * that is not picture (position, device, comments, thumbnails, what follows the end), its pixels untouched. The picture is
 * never decoded here, so no picture can cost more than its bytes.
 */
public final class Photograph {

    private final byte[] bytes;
    private final int width;
    private final int height;

    private Photograph(byte[] bytes, int width, int height) {
        this.bytes = bytes;
        this.width = width;
        this.height = height;
    }

    /**
     * Checks and cleans a photograph.
     *
     * @throws Refused {@code photo-unreadable} if it is not a complete baseline or progressive JPEG in grey or three colours,
     *     {@code photo-too-large} beyond the limits; never anything else
     */
    public static Photograph read(byte[] raw, PhotographLimits limits) {
        if (raw.length > limits.bytes()) throw tooLarge(limits);
        var out = new ByteArrayOutputStream(raw.length);
        var jpeg = new JpegWalk(raw, limits.side(), out);
        try {
            jpeg.walk();
        } catch (JpegWalk.Beyond beyond) {
            throw tooLarge(limits);
        } catch (JpegWalk.Broken broken) {
            throw new Refused(
                    StorageProblem.PHOTO_UNREADABLE,
                    Map.of("reason", broken.fault().code()));
        }
        return new Photograph(out.toByteArray(), jpeg.width(), jpeg.height());
    }

    private static Refused tooLarge(PhotographLimits limits) {
        return new Refused(
                StorageProblem.PHOTO_TOO_LARGE,
                Map.of("maxKilobytes", limits.bytes() / 1024, "maxSide", limits.side()));
    }

    /** The cleaned JPEG; not a copy, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Pixels as stored, before any turning. */
    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** What is wrong with a picture that cannot be read. */
    public enum Fault {
        /** Another kind of file, whatever its name says. */
        NOT_A_JPEG,
        /** It ends before its end, or holds less data than its size needs. */
        TRUNCATED,
        /** Its parts contradict each other. */
        DAMAGED,
        /** A rare kind of JPEG: lossless, arithmetic, CMYK, 12 bit. */
        UNSUPPORTED;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
