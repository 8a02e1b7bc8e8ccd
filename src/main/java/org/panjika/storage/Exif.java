package org.panjika.storage;

/** The one thing read from EXIF: which way up the picture is. */
final class Exif {

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;

    private Exif() {}

    /**
     * The orientation, 1 (upright) to 8, in the first directory of the TIFF structure that fills {@code raw} from
     * {@code start} to {@code end}.
     *
     * @param otherwise the answer if it says none, or is broken
     */
    static int orientation(byte[] raw, int start, int end, int otherwise) {
        if (end - start < 8) return otherwise;
        boolean little;
        if (raw[start] == 'I' && raw[start + 1] == 'I') little = true;
        else if (raw[start] == 'M' && raw[start + 1] == 'M') little = false;
        else return otherwise;
        var offset =
                (long) pair(raw, start + (little ? 6 : 4), little) << 16 | pair(raw, start + (little ? 4 : 6), little);
        if (offset < 8 || start + offset + 2 > end) return otherwise;
        var directory = (int) (start + offset);
        var entries = pair(raw, directory, little);
        for (var i = 0; i < entries; i++) {
            var entry = directory + 2 + 12 * i;
            if (entry + 12 > end) return otherwise;
            if (pair(raw, entry, little) == ORIENTATION && pair(raw, entry + 2, little) == SHORT) {
                var value = pair(raw, entry + 8, little);
                return value >= 1 && value <= 8 ? value : otherwise;
            }
        }
        return otherwise;
    }

    private static int pair(byte[] raw, int index, boolean little) {
        var first = raw[index] & 0xFF;
        var second = raw[index + 1] & 0xFF;
        return little ? second << 8 | first : first << 8 | second;
    }
}
