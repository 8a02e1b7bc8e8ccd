package org.panjika.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.panjika.MadeUpState;

/**
 * The morning of a state: everybody marks School In once, in no order of place, each with the own token. Measured in the
 * afternoon it is a morning as well, twelve hours earlier: a forenoon that becomes PRESENT moves counters and sums.
 */
final class Rush {

    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    /** No divisor of any number of people used here, so that a walk by it visits everybody. */
    private static final int STRIDE = 104_729;

    private final MadeUpState state;
    private final ZoneId zone;
    private final Duration ago;
    private int next;

    /** @param daysAgo which morning: a phone may deliver late, up to 72 hours (C10) */
    Rush(MadeUpState state, ZoneId zone, int daysAgo) {
        this.state = state;
        this.zone = zone;
        this.ago = Duration.ofDays(daysAgo);
    }

    LocalDate day() {
        return LocalDate.ofInstant(morning(), zone);
    }

    private Instant morning() {
        var then = Instant.now().minus(ago);
        return then.atZone(zone).getHour() < 12 ? then : then.minus(HALF_A_DAY);
    }

    boolean hasNext() {
        return next < state.staff();
    }

    private int person() {
        return (int) ((long) next++ * STRIDE % state.staff());
    }

    /** One mark as JSON. */
    byte[] mark() {
        var person = person();
        return request(
                "/api/v1/attendance/marks",
                MadeUpState.token(MadeUpState.employeeCode(person)),
                "application/json",
                json(person, "SELF", Optional.empty()).getBytes(StandardCharsets.UTF_8));
    }

    /** One mark with a photograph, as the phone's page sends it. */
    byte[] mark(byte[] photo) {
        var person = person();
        var body = new ByteArrayOutputStream(photo.length + 1000);
        body.writeBytes(text("--mark\r\nContent-Disposition: form-data; name=\"mark\"; filename=\"blob\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + json(person, "SELF", Optional.empty())
                + "\r\n--mark\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n"));
        body.writeBytes(photo);
        body.writeBytes(text("\r\n--mark--\r\n"));
        return request(
                "/api/v1/attendance/marks",
                MadeUpState.token(MadeUpState.employeeCode(person)),
                "multipart/form-data; boundary=mark",
                body.toByteArray());
    }

    /** The head of a crowded school delivers the marks of a part of its crowd. */
    byte[] batch(int school, int part, int size) {
        var body = new StringBuilder("{\"marks\":[");
        for (int i = 0; i < size; i++) {
            if (i > 0) body.append(',');
            var person = state.staff() + (part * size + i) * MadeUpState.CROWDED + school;
            body.append(json(person, "SCHOOL_ADMIN", Optional.of(MadeUpState.employeeCode(person))));
        }
        return request(
                "/api/v1/attendance/marks/batch",
                MadeUpState.token(MadeUpState.employeeCode(school)),
                "application/json",
                text(body.append("]}").toString()));
    }

    private String json(int person, String mode, Optional<String> employeeCode) {
        var school = state.schoolOf(person);
        var random = ThreadLocalRandom.current();
        return "{\"id\":\""
                + new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 2L << 62)
                + "\",\"kind\":\"IN\",\"mode\":\"" + mode + '"'
                + employeeCode.map(code -> ",\"employeeCode\":\"" + code + '"').orElse("")
                + ",\"capturedAt\":\"" + morning() + "\",\"position\":{\"latitude\":"
                + (MadeUpState.latitude(school) + 0.001) + ",\"longitude\":" + MadeUpState.longitude(school)
                + ",\"accuracyMetres\":20,\"fixAgeSeconds\":3},\"deviceId\":\"a phone of nobody\"}";
    }

    static byte[] get(String path, String token) {
        return text("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    static byte[] request(String path, String token, String type, byte[] body) {
        var head = text("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n");
        var whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
