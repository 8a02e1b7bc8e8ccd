package org.panjika.storage;

import static org.panjika.storage.Photograph.Fault.DAMAGED;
import static org.panjika.storage.Photograph.Fault.NOT_A_JPEG;
import static org.panjika.storage.Photograph.Fault.TRUNCATED;
import static org.panjika.storage.Photograph.Fault.UNSUPPORTED;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.panjika.storage.Photograph.Fault;

/**
 * One walk over the segments of a JPEG (ITU-T T.81, annex B) that judges them and copies the ones a decoder needs.
 *
 * <p>Of the application segments only three survive, each written anew: JFIF without its thumbnail; Adobe's, which says
 * whether three components are colours or luminance; and of EXIF the orientation alone, if it turns the picture, because the
 * head must see a face upright. Colour profiles go: they can carry text, and a portrait is recognised without.
 */
final class JpegWalk {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int DHT = 0xC4;
    private static final int DAC = 0xCC;
    private static final int SOF0 = 0xC0;
    private static final int SOF1 = 0xC1;
    private static final int SOF2 = 0xC2;
    private static final int RST0 = 0xD0;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;

    /** Encoders write about ten; each costs the reader a pass over the whole picture. */
    private static final int MOST_SCANS = 64;

    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};

    private final byte[] raw;
    private final int maxSide;
    private final ByteArrayOutputStream out;
    /** The picture's own segments, kept back until it is known what to write before them. */
    private final ByteArrayOutputStream picture;

    private int at;
    private byte[] jfif;
    private int adobeTransform = -1;
    private int orientation = 1;

    private int width;
    private int height;
    private boolean progressive;
    private Component[] components;
    private int widest = 1;
    private int tallest = 1;

    private final boolean[] quantization = new boolean[4];
    private final boolean[] dcTable = new boolean[4];
    private final boolean[] acTable = new boolean[4];
    private int restartInterval;
    private int scans;

    JpegWalk(byte[] raw, int maxSide, ByteArrayOutputStream out) {
        this.raw = raw;
        this.maxSide = maxSide;
        this.out = out;
        this.picture = new ByteArrayOutputStream(raw.length);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Judges the whole file and writes the cleaned one. */
    void walk() throws Broken, Beyond {
        if (raw.length < 3 || raw[0] != (byte) 0xFF || raw[1] != (byte) SOI || raw[2] != (byte) 0xFF) {
            throw new Broken(NOT_A_JPEG);
        }
        at = 2;
        int marker;
        while ((marker = nextMarker()) != EOI) {
            if (marker == SOI || marker == 0x01 || (marker >= RST0 && marker < RST0 + 8)) throw new Broken(DAMAGED);
            segment(marker);
        }
        check(scans > 0, components == null ? DAMAGED : TRUNCATED);
        for (var component : components) check(component.scanned, TRUNCATED);
        write();
    }

    private int nextMarker() throws Broken {
        check(at < raw.length, TRUNCATED);
        check(octet(at++) == 0xFF, DAMAGED);
        while (at < raw.length && octet(at) == 0xFF) at++; // fill bytes
        check(at < raw.length, TRUNCATED);
        var marker = octet(at++);
        check(marker >= SOF0, marker == 0 ? DAMAGED : UNSUPPORTED);
        return marker;
    }

    private void segment(int marker) throws Broken, Beyond {
        check(at + 2 <= raw.length, TRUNCATED);
        var length = pair(at);
        check(length >= 2, DAMAGED);
        check(at + length <= raw.length, TRUNCATED);
        var start = at + 2;
        var end = at + length;
        switch (marker) {
            case DQT -> quantizationTables(start, end);
            case DHT -> huffmanTables(start, end);
            case DRI -> {
                check(end - start == 2, DAMAGED);
                restartInterval = pair(start);
            }
            case SOF0, SOF1, SOF2 -> frame(marker, start, end);
            case SOS -> {
                scan(start, end);
                return;
            }
            case APP0 -> {
                if (jfif == null && end - start >= 14 && begins(start, JFIF)) jfif = copy(start, start + 14);
            }
            case APP1 -> {
                if (begins(start, EXIF)) orientation = Exif.orientation(raw, start + EXIF.length, end, orientation);
            }
            case APP14 -> {
                if (end - start >= 12 && begins(start, ADOBE)) adobeTransform = octet(start + 11);
            }
            default -> check(marker > APP0 && marker <= APP15 || marker == COM, UNSUPPORTED);
        }
        if (marker < APP0) copySegment(marker, end);
        at = end;
    }

    private void quantizationTables(int from, int end) throws Broken {
        while (from < end) {
            var wide = octet(from) >> 4;
            var number = octet(from) & 15;
            check(wide <= 1 && number < 4, DAMAGED);
            from += 1 + 64 * (1 + wide);
            check(from <= end, DAMAGED);
            quantization[number] = true;
        }
    }

    private void huffmanTables(int from, int end) throws Broken {
        while (from < end) {
            check(from + 17 <= end, DAMAGED);
            var ac = octet(from) >> 4;
            var number = octet(from) & 15;
            check(ac <= 1 && number < 4, DAMAGED);
            var symbols = 0;
            var free = 1; // codes not yet taken at this length; fewer than none: no such tree
            for (var bits = 1; bits <= 16; bits++) {
                var count = octet(from + bits);
                symbols += count;
                free = 2 * free - count;
                check(free >= 0, DAMAGED);
            }
            check(symbols > 0 && symbols <= 256 && from + 17 + symbols <= end, DAMAGED);
            (ac == 1 ? acTable : dcTable)[number] = true;
            from += 17 + symbols;
        }
    }

    private void frame(int marker, int start, int end) throws Broken, Beyond {
        check(components == null, DAMAGED);
        check(end - start >= 6, DAMAGED);
        check(octet(start) == 8, UNSUPPORTED);
        height = pair(start + 1);
        width = pair(start + 3);
        var count = octet(start + 5);
        check(count == 1 || count == 3, count == 4 ? UNSUPPORTED : DAMAGED);
        check(end - start == 6 + 3 * count, DAMAGED);
        check(width > 0 && height > 0, DAMAGED);
        if (width > maxSide || height > maxSide) throw new Beyond();
        progressive = marker == SOF2;
        components = new Component[count];
        for (var i = 0; i < count; i++) {
            var from = start + 6 + 3 * i;
            var component = new Component(octet(from), octet(from + 1) >> 4, octet(from + 1) & 15, octet(from + 2));
            check(component.across >= 1 && component.across <= 4, DAMAGED);
            check(component.down >= 1 && component.down <= 4 && component.quantization < 4, DAMAGED);
            for (var j = 0; j < i; j++) check(components[j].id != component.id, DAMAGED);
            widest = Math.max(widest, component.across);
            tallest = Math.max(tallest, component.down);
            components[i] = component;
        }
    }

    private void scan(int start, int end) throws Broken {
        check(components != null && end > start, DAMAGED);
        check(++scans <= MOST_SCANS, UNSUPPORTED);
        var count = octet(start);
        check(count >= 1 && count <= components.length && end - start == 4 + 2 * count, DAMAGED);
        var first = octet(end - 3);
        var last = octet(end - 2);
        var refines = octet(end - 1) >> 4 != 0;
        if (progressive) {
            check(last < 64 && first <= last && (first == 0) == (last == 0) && (first == 0 || count == 1), DAMAGED);
            check((octet(end - 1) & 15) <= 13, DAMAGED);
        } else {
            check(first == 0 && last == 63 && octet(end - 1) == 0, DAMAGED);
        }
        var blocks = 0L;
        for (var i = 0; i < count; i++) {
            var component = component(octet(start + 1 + 2 * i));
            var dc = octet(start + 2 + 2 * i) >> 4;
            var ac = octet(start + 2 + 2 * i) & 15;
            check(quantization[component.quantization], DAMAGED);
            if (first == 0 && !refines) check(dc < 4 && dcTable[dc], DAMAGED);
            if (last > 0) check(ac < 4 && acTable[ac], DAMAGED);
            check(progressive || !component.scanned, DAMAGED);
            component.scanned |= first == 0;
            blocks += blocks(component, count > 1);
        }
        copySegment(SOS, end);
        at = end;
        // a block takes at least a bit for its first coefficient and one for the end of the others
        var fewestBits = blocks * (progressive ? (first == 0 ? 1 : 0) : 2);
        check(entropy() * 8L >= fewestBits, TRUNCATED);
    }

    private Component component(int id) throws Broken {
        for (var component : components) if (component.id == id) return component;
        throw new Broken(DAMAGED);
    }

    private long blocks(Component component, boolean interleaved) {
        if (interleaved) {
            return (long) over(width, 8 * widest) * over(height, 8 * tallest) * component.across * component.down;
        }
        return (long) over(over(width * component.across, widest), 8) * over(over(height * component.down, tallest), 8);
    }

    private static int over(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** Passes the coded data up to the next marker; answers its length without stuffing and restarts. */
    private int entropy() throws Broken {
        var from = at;
        var aside = 0;
        var restart = 0;
        while (true) {
            while (at < raw.length && octet(at) != 0xFF) at++;
            check(at + 1 < raw.length, TRUNCATED);
            var next = octet(at + 1);
            if (next == 0) {
                aside++;
            } else if (next >= RST0 && next < RST0 + 8) {
                check(restartInterval > 0 && next == RST0 + restart, DAMAGED);
                restart = (restart + 1) & 7;
                aside += 2;
            } else {
                break;
            }
            at += 2;
        }
        check(at > from, TRUNCATED);
        picture.write(raw, from, at - from);
        return at - from - aside;
    }

    private void copySegment(int marker, int end) {
        picture.write(0xFF);
        picture.write(marker);
        picture.write(raw, at, end - at);
    }

    private void write() {
        marker(SOI);
        if (jfif != null) {
            marker(APP0);
            put(0, 16);
            out.write(jfif, 0, 12);
            put(0, 0);
        }
        if (adobeTransform >= 0 && components.length == 3) {
            marker(APP14);
            put(0, 14);
            out.write(ADOBE, 0, ADOBE.length);
            put(0, 100, 0, 0, 0, 0, adobeTransform);
        }
        if (orientation != 1) {
            marker(APP1);
            put(0, 34);
            out.write(EXIF, 0, EXIF.length);
            put('M', 'M', 0, 42, 0, 0, 0, 8); // big endian, first directory at 8
            put(0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0); // one entry: orientation, one short
            put(0, 0, 0, 0); // no further directory
        }
        out.writeBytes(picture.toByteArray());
        marker(EOI);
    }

    private void marker(int marker) {
        put(0xFF, marker);
    }

    private void put(int... octets) {
        for (var octet : octets) out.write(octet);
    }

    private boolean begins(int from, byte[] with) {
        return Arrays.equals(raw, from, Math.min(raw.length, from + with.length), with, 0, with.length);
    }

    private byte[] copy(int from, int to) {
        return Arrays.copyOfRange(raw, from, to);
    }

    private int octet(int index) {
        return raw[index] & 0xFF;
    }

    private int pair(int index) {
        return octet(index) << 8 | octet(index + 1);
    }

    private static void check(boolean right, Fault otherwise) throws Broken {
        if (!right) throw new Broken(otherwise);
    }

    /** A colour, or the luminance, of the picture. */
    private static final class Component {
        final int id;
        final int across;
        final int down;
        final int quantization;
        boolean scanned;

        Component(int id, int across, int down, int quantization) {
            this.id = id;
            this.across = across;
            this.down = down;
            this.quantization = quantization;
        }
    }

    /** The picture is larger than allowed. */
    static final class Beyond extends Exception {
        Beyond() {
            super(null, null, false, false);
        }
    }

    /** The file is no picture that can be kept. */
    static final class Broken extends Exception {
        private final Fault fault;

        Broken(Fault fault) {
            super(fault.code(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
