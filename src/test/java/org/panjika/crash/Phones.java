package org.panjika.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.panjika.MadeUpState;
import org.panjika.Photographs;

/**
 * Phones that mark without pause and keep a mark until it is answered, like the page does: first School In with a
 * photograph, then School Out, again and again, because a later own School Out is welcome (C8).
 */
final class Phones {

    private static final int PHONES = 8;
    private static final int PEOPLE_PER_PHONE = 40;
    private static final int MARKS_IN_A_ROW = 4;

    /** Their owners are the crowd, twenty schools; the others have a head each. */
    static final MadeUpState STATE = new MadeUpState(1, 1, 2, 600, 600, PHONES * PEOPLE_PER_PHONE);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final Photographs photographs = new Photographs(4);
    private final Map<UUID, Kept> kept = new ConcurrentHashMap<>();
    private final Map<UUID, String> receipts = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final int[] steps = new int[PHONES];
    private final List<Thread> running = new ArrayList<>();
    private volatile int port;
    private volatile boolean over;

    /** A mark on its way: still kept after it was answered, to be sent once more. */
    record Kept(String token, String body) {}

    void start(int port) {
        this.port = port;
        over = false;
        for (int i = 0; i < PHONES; i++) {
            var phone = i;
            var thread = new Thread(() -> mark(phone), "phone-" + i);
            running.add(thread);
            thread.start();
        }
    }

    /** What is not answered by now is kept for the next time. */
    void stop() throws InterruptedException {
        over = true;
        for (var thread : running) thread.join();
        running.clear();
    }

    void awaitAnswers(int more) {
        var until = answered.get() + more;
        var patience = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (answered.get() < until) {
            if (System.nanoTime() > patience) throw new IllegalStateException("no more answers come");
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Sends what was never answered. */
    void deliverKept(int port) {
        this.port = port;
        over = false;
        kept.forEach((id, mark) -> {
            if (!receipts.containsKey(id)) deliver(id, mark);
        });
    }

    /** Sends a mark again that was answered; the answer must be the same. */
    String again(UUID id) {
        var mark = kept.get(id);
        return send(mark).orElse("no answer");
    }

    /** Every mark that was answered, with its receipt, or why it was refused. */
    Map<UUID, String> receipts() {
        return receipts;
    }

    private void mark(int phone) {
        while (!over) {
            var step = steps[phone]++;
            var person = STATE.staff() + phone * PEOPLE_PER_PHONE + step / MARKS_IN_A_ROW % PEOPLE_PER_PHONE;
            var firstTime = step < PEOPLE_PER_PHONE * MARKS_IN_A_ROW;
            var id = UUID.randomUUID();
            var body = body(id, STATE.schoolOf(person), firstTime && step % MARKS_IN_A_ROW == 0);
            var mark = new Kept(MadeUpState.token(MadeUpState.employeeCode(person)), body);
            kept.put(id, mark);
            deliver(id, mark);
        }
    }

    private void deliver(UUID id, Kept mark) {
        do {
            var answer = send(mark);
            if (answer.isPresent()) {
                receipts.put(id, answer.get());
                answered.incrementAndGet();
                return;
            }
            LockSupport.parkNanos(20_000_000);
        } while (!over);
    }

    private Optional<String> send(Kept mark) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/attendance/marks"))
                .header("Authorization", "Bearer " + mark.token())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(mark.body()))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 201 || answer.statusCode() == 200) {
                return Optional.of(json.readTree(answer.body()).get("receipt").asText());
            }
            // 5xx: the database is away; it may come back
            return answer.statusCode() < 500 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String body(UUID id, int school, boolean arrives) {
        var photo = arrives ? ",\"photo\":\"" + Base64.getEncoder().encodeToString(photographs.next()) + '"' : "";
        return """
               {"id":"%s","kind":"%s","mode":"SELF","capturedAt":"%s",
                "position":{"latitude":%s,"longitude":%s,"accuracyMetres":20}%s}"""
                .formatted(
                        id,
                        arrives ? "IN" : "OUT",
                        Instant.now(),
                        MadeUpState.latitude(school),
                        MadeUpState.longitude(school),
                        photo);
    }
}
