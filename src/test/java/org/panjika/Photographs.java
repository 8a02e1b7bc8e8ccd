package org.panjika;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Photographs of nothing, as large as a phone's, each of them different. */
public final class Photographs {

    private final byte[] picture;
    private final int place;
    private long number = System.nanoTime();

    public Photographs(int kilobytes) {
        this.picture = noise(kilobytes * 1024);
        var middle = picture.length / 2;
        while (picture[middle - 1] == (byte) 0xFF) middle++;
        this.place = middle;
    }

    private static byte[] noise(int bytes) {
        try {
            for (int side = 64; ; side += 8) {
                var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
                var random = new Random(1);
                for (int i = 0; i < side * side; i++) image.setRGB(i % side, i / side, random.nextInt(1 << 24));
                var out = new ByteArrayOutputStream();
                ImageIO.write(image, "jpeg", out);
                if (out.size() >= bytes) return out.toByteArray();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int size() {
        return picture.length;
    }

    /** The next one: the same but for eight octets of its pixels, none of which can be taken for a marker. */
    public byte[] next() {
        var one = picture.clone();
        var rest = number++;
        for (int i = 0; i < 10; i++, rest >>>= 7) one[place + i] = (byte) (1 + (rest & 0x7F));
        return one;
    }
}
