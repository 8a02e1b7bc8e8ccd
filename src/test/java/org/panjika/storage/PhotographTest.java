package org.panjika.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.ReferenceData;
import org.panjika.problem.Refused;

class PhotographTest {

    private static final byte[] GOOD = jpeg(320, 240, BufferedImage.TYPE_INT_RGB, false);
    private static final PhotographLimits STANDARD = new PhotographLimits(200 * 1024, 1280);
    private static final PhotographLimits GENEROUS = new PhotographLimits(10_000_000, 10_000);

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodOnes")
    @DisplayName("a good JPEG is kept, its pixels untouched")
    void good(String name, byte[] raw) throws IOException {
        var kept = Photograph.read(raw, STANDARD);
        samePixels(kept.bytes(), raw);
        assertThat(Photograph.read(kept.bytes(), STANDARD).bytes())
                .as("cleaned again")
                .isEqualTo(kept.bytes());
    }

    static Stream<Arguments> goodOnes() {
        return Stream.of(
                Arguments.of("colour", GOOD),
                Arguments.of("grey", jpeg(320, 240, BufferedImage.TYPE_BYTE_GRAY, false)),
                Arguments.of("progressive", jpeg(320, 240, BufferedImage.TYPE_INT_RGB, true)),
                Arguments.of("the largest: 1280 pixels", jpeg(1280, 1280, BufferedImage.TYPE_INT_RGB, false)),
                Arguments.of("the smallest: one pixel", jpeg(1, 1, BufferedImage.TYPE_INT_RGB, false)),
                Arguments.of("fill bytes before a marker", with(GOOD, 2, 0xFF, 0xFF, 0xFF)));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("badOnes")
    @DisplayName("anything else is refused with a reason")
    void bad(String name, byte[] raw, String problem) {
        assertThat(refusal(raw, STANDARD).orElse("taken")).contains(problem);
    }

    static Stream<Arguments> badOnes() {
        var tiny = jpeg(8, 8, BufferedImage.TYPE_INT_RGB, false);
        var sof = find(GOOD, 0xC0);
        var dht = find(GOOD, 0xC4);
        var dqt = find(GOOD, 0xDB);
        var sos = find(GOOD, 0xDA);
        return Stream.of(
                Arguments.of("nothing", new byte[0], "photo-unreadable {reason=not-a-jpeg}"),
                Arguments.of("7 bytes", Arrays.copyOf(GOOD, 7), "photo-unreadable {reason=truncated}"),
                Arguments.of("PNG named .jpg", png(), "photo-unreadable {reason=not-a-jpeg}"),
                Arguments.of("HEIC named .jpg", heic(), "photo-unreadable {reason=not-a-jpeg}"),
                Arguments.of("no pictures, markers only", hex("FFD8FFD9"), "photo-unreadable {reason=damaged}"),
                Arguments.of("half of it", Arrays.copyOf(GOOD, GOOD.length / 2), "photo-unreadable {reason=truncated}"),
                Arguments.of("no end", Arrays.copyOf(GOOD, GOOD.length - 2), "photo-unreadable {reason=truncated}"),
                Arguments.of(
                        "a bomb: 65,500 × 65,500 pixels",
                        put(GOOD, sof + 5, 0xFF, 0xDC, 0xFF, 0xDC),
                        "photo-too-large {"),
                Arguments.of(
                        "a small bomb: 1,280 × 1,280 pixels claimed, data for 8 × 8",
                        put(tiny, find(tiny, 0xC0) + 5, 0x05, 0x00, 0x05, 0x00),
                        "photo-unreadable {reason=truncated}"),
                Arguments.of(
                        "1,281 pixels wide", jpeg(1281, 8, BufferedImage.TYPE_INT_RGB, false), "photo-too-large {"),
                Arguments.of("204,801 bytes", Arrays.copyOf(GOOD, 200 * 1024 + 1), "photo-too-large {"),
                Arguments.of("no height", put(GOOD, sof + 5, 0, 0), "photo-unreadable {reason=damaged}"),
                Arguments.of("12 bit", put(GOOD, sof + 4, 12), "photo-unreadable {reason=unsupported}"),
                Arguments.of("lossless", put(GOOD, sof + 1, 0xC3), "photo-unreadable {reason=unsupported}"),
                Arguments.of("arithmetic", put(GOOD, sof + 1, 0xC9), "photo-unreadable {reason=unsupported}"),
                Arguments.of("five components", put(GOOD, sof + 9, 5), "photo-unreadable {reason=damaged}"),
                Arguments.of("two frames", repeat(GOOD, sof), "photo-unreadable {reason=damaged}"),
                Arguments.of("no frame before the scan", without(GOOD, sof), "photo-unreadable {reason=damaged}"),
                Arguments.of("no quantisation table", without(GOOD, dqt), "photo-unreadable {reason=damaged}"),
                Arguments.of("no Huffman table", without(GOOD, dht), "photo-unreadable {reason=damaged}"),
                Arguments.of("an impossible Huffman tree", put(GOOD, dht + 5, 3), "photo-unreadable {reason=damaged}"),
                Arguments.of("a scan of nothing", put(GOOD, sos + 4, 0), "photo-unreadable {reason=damaged}"),
                Arguments.of("a length of one", put(GOOD, dqt + 2, 0, 1), "photo-unreadable {reason=damaged}"),
                Arguments.of(
                        "a length beyond the end",
                        put(GOOD, dqt + 2, 0xFF, 0xFF),
                        "photo-unreadable {reason=truncated}"),
                Arguments.of(
                        "garbage between segments", with(GOOD, dqt, 1, 2, 3), "photo-unreadable {reason=damaged}"));
    }

    @Test
    @DisplayName("position, device, comments, profiles, thumbnails and what follows the end are gone")
    void metadata() {
        var secret = "GPS 25.6 N 85.1 E, phone of Meera".getBytes(StandardCharsets.US_ASCII);
        var dressed = GOOD;
        for (var marker : new int[] {0xE1, 0xE2, 0xED, 0xEF, 0xFE}) {
            dressed = with(dressed, 2, segment(marker, secret));
        }
        dressed = concat(dressed, secret);
        assertThat(Photograph.read(dressed, STANDARD).bytes())
                .isEqualTo(Photograph.read(GOOD, STANDARD).bytes());
        assertThat(new String(Photograph.read(dressed, STANDARD).bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("Meera");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a turned picture stays turned: of EXIF only the orientation is kept, whatever else it says")
    void orientation(boolean little) {
        var exif = little
                ? hex("457869660000 49492A0008000000 0200 0F01020004000000414141 00 1201030001000000 06000000 00000000")
                : hex(
                        "457869660000 4D4D002A00000008 0002 010F000200000004414141 00 0112000300000001 00060000 00000000");
        var kept = Photograph.read(with(GOOD, 2, segment(0xE1, exif)), STANDARD).bytes();
        assertThat(HexFormat.of().formatHex(kept))
                .contains("ffe10022457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000"
                        + "00000000")
                .doesNotContain("414141");
        assertThat(Photograph.read(kept, STANDARD).bytes()).isEqualTo(kept);
    }

    @Test
    @DisplayName("photographs from other people's cameras and test suites: refused, or kept with every pixel")
    void reference() throws IOException {
        var images = ReferenceData.need("images");
        try (var files = Files.walk(images)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var raw = Files.readAllBytes(file);
                var readable = decode(raw).isPresent() && file.toString().matches("(?i).*\\.jpe?g");
                var refusal = refusal(raw, GENEROUS);
                if (!readable)
                    assertThat(refusal.orElse("taken")).as(file.toString()).contains("photo-unreadable");
                if (refusal.isEmpty()) samePixels(Photograph.read(raw, GENEROUS).bytes(), raw);
                if (file.startsWith(images.resolve("exif")))
                    assertThat(refusal).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("what a camera wrote about the place is gone from its photograph")
    void noPlace() throws IOException {
        var raw = Files.readAllBytes(ReferenceData.need("images/exif/testJPEG_GEO.jpg"));
        var kept = new String(Photograph.read(raw, GENEROUS).bytes(), StandardCharsets.ISO_8859_1);
        assertThat(new String(raw, StandardCharsets.ISO_8859_1)).contains("Exif");
        assertThat(kept).doesNotContain("Exif").doesNotContain("Photoshop").doesNotContain("http:");
    }

    @Property(tries = 3000)
    void noDamageThrowsAnythingElse(
            @ForAll @Size(min = 1, max = 12) int[] places, @ForAll @Size(min = 1, max = 12) byte[] values) {
        var raw = GOOD.clone();
        var head = find(GOOD, 0xDA) + 14;
        for (var i = 0; i < places.length; i++) {
            var within = i % 3 == 0 ? raw.length : head; // mostly where the structure is
            raw[Math.floorMod(places[i], within)] = values[i % values.length];
        }
        assertThatCode(() -> refusal(raw, STANDARD)).doesNotThrowAnyException();
    }

    @Property(tries = 1000)
    void everyTruncationIsRefused(@ForAll @IntRange(max = 100_000) int length) {
        var cut = Arrays.copyOf(GOOD, length % GOOD.length);
        assertThat(refusal(cut, STANDARD)).isPresent();
    }

    @Property(tries = 1000)
    void noNoiseThrowsAnythingElse(@ForAll @Size(max = 400) byte[] noise) {
        var raw = concat(hex("FFD8FF"), noise);
        assertThatCode(() -> refusal(raw, STANDARD)).doesNotThrowAnyException();
    }

    private static Optional<String> refusal(byte[] raw, PhotographLimits limits) {
        return Optional.ofNullable(catchRefused(() -> Photograph.read(raw, limits)))
                .map(Refused::getMessage);
    }

    private static Refused catchRefused(Runnable reading) {
        try {
            reading.run();
            return null;
        } catch (Refused refused) {
            return refused;
        }
    }

    private static void samePixels(byte[] kept, byte[] raw) throws IOException {
        var before = decode(raw).orElseThrow();
        var after = decode(kept).orElseThrow();
        assertThat(after.getWidth()).isEqualTo(before.getWidth());
        assertThat(pixels(after)).isEqualTo(pixels(before));
    }

    private static int[] pixels(BufferedImage image) {
        // the raster, so that a dropped colour profile makes no difference
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    private static Optional<BufferedImage> decode(byte[] raw) throws IOException {
        try {
            return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(raw)));
        } catch (javax.imageio.IIOException broken) {
            return Optional.empty();
        }
    }

    private static byte[] jpeg(int width, int height, int type, boolean progressive) {
        var image = new BufferedImage(width, height, type);
        var pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.BLACK);
        for (var i = 0; i < 20; i++) pen.drawOval(i * 7, i * 5, 40 + i, 60);
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            var settings = writer.getDefaultWriteParam();
            if (progressive) settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] png() {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] heic() {
        return concat(hex("0000001866747970"), "heic\0\0\0\0mif1heic".getBytes(StandardCharsets.US_ASCII));
    }

    /** Index of the first marker of that kind. */
    private static int find(byte[] jpeg, int marker) {
        for (var at = 2; ; ) {
            if ((jpeg[at + 1] & 0xFF) == marker) return at;
            at += 2 + length(jpeg, at);
        }
    }

    private static int length(byte[] jpeg, int marker) {
        return (jpeg[marker + 2] & 0xFF) << 8 | jpeg[marker + 3] & 0xFF;
    }

    private static byte[] segment(int marker, byte[] content) {
        var length = content.length + 2;
        return concat(new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, content);
    }

    private static byte[] put(byte[] into, int at, int... octets) {
        var result = into.clone();
        for (var i = 0; i < octets.length; i++) result[at + i] = (byte) octets[i];
        return result;
    }

    private static byte[] with(byte[] into, int at, int... octets) {
        var added = new byte[octets.length];
        for (var i = 0; i < octets.length; i++) added[i] = (byte) octets[i];
        return with(into, at, added);
    }

    private static byte[] with(byte[] into, int at, byte[] added) {
        return concat(Arrays.copyOf(into, at), concat(added, Arrays.copyOfRange(into, at, into.length)));
    }

    private static byte[] repeat(byte[] jpeg, int marker) {
        return with(jpeg, marker, Arrays.copyOfRange(jpeg, marker, marker + 2 + length(jpeg, marker)));
    }

    private static byte[] without(byte[] jpeg, int marker) {
        var end = marker + 2 + length(jpeg, marker);
        return concat(Arrays.copyOf(jpeg, marker), Arrays.copyOfRange(jpeg, end, jpeg.length));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var result = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, result, first.length, second.length);
        return result;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
