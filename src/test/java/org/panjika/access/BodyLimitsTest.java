package org.panjika.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.Browser;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SystemTest
@DisplayName("A request brings no more than its place takes")
class BodyLimitsTest {

    private static final int MEGABYTE = 1024 * 1024;

    @LocalServerPort
    int port;

    @Autowired
    TestState state;

    String teacher;
    Browser browser;

    @BeforeEach
    void teacher() {
        teacher = state.staff(state.school(state.block("BR").block()));
        browser = new Browser(port);
    }

    @Test
    @DisplayName("4 MB of JSON, said in the caller's language where it is more; whether it says its length or not")
    void json() {
        var mark = padded("{", 5 * MEGABYTE, "}");
        var said = send("/api/v1/attendance/marks", BodyPublishers.ofByteArray(mark));
        assertThat(said.statusCode()).isEqualTo(413);
        assertThat(said.body())
                .contains("urn:panjika:problem:too-large", "बहुत बड़ा", "\"maxMegabytes\":4")
                .contains("सीमा से बड़ी");
        var unsaid = send("/api/v1/attendance/marks", unsaid(mark));
        assertThat(unsaid.statusCode()).isEqualTo(413);
        assertThat(unsaid.body()).contains("urn:panjika:problem:too-large", "बहुत बड़ा");
    }

    @Test
    @DisplayName("a batch of marks has room for 500 photographs of 35 KB, 24 MB, and no more")
    void batch() {
        var path = "/api/v1/attendance/marks/batch";
        var fits = send(path, BodyPublishers.ofByteArray(padded("{\"marks\":[", 500 * 48 * 1024, "]}")));
        assertThat(fits.statusCode()).isEqualTo(200);
        assertThat(fits.body()).contains("\"results\":[]");
        var not = send(path, BodyPublishers.ofByteArray(padded("{\"marks\":[", 25 * MEGABYTE, "]}")));
        assertThat(not.statusCode()).isEqualTo(413);
        assertThat(not.body()).contains("\"maxMegabytes\":24");
    }

    @Test
    @DisplayName("a form that is larger gets a page that says so; a list of 40 MB passes this door")
    void formsAndLists() {
        var form = Browser.loggedIn(port, teacher, TestState.PASSWORD)
                .send(browser.request("/leave")
                        .header("Accept", "text/html")
                        .header("Accept-Language", "vi")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofByteArray(padded("reason=", 5 * MEGABYTE, ""))));
        assertThat(form.statusCode()).isEqualTo(413);
        assertThat(form.body()).contains("<main").containsAnyOf("Quá lớn", "Too large");
        var list = send(
                "/api/v1/imports/staff",
                "multipart/form-data; boundary=part",
                BodyPublishers.ofByteArray(part("file", 40 * MEGABYTE)));
        assertThat(list.statusCode()).as("a teacher imports nothing").isEqualTo(403);
    }

    @Test
    @DisplayName(
            "a mark with a photograph, a model, an order to the engine: no more of them is read where no length is said")
    void unsaid() {
        var mark = send(
                "/api/v1/attendance/marks", "multipart/form-data; boundary=part", unsaid(part("photo", 5 * MEGABYTE)));
        assertThat(mark.statusCode()).isEqualTo(413);
        assertThat(mark.body()).contains("urn:panjika:problem:too-large", "बहुत बड़ा");
        var administrator = state.administrator();
        var order = engine(administrator, "message", "application/json", unsaid(padded("{", 5 * MEGABYTE, "}")));
        assertThat(order.statusCode()).isEqualTo(413);
        assertThat(order.body()).contains("BodyTooLarge");
        var model = engine(
                administrator,
                "deployment/create",
                "multipart/form-data; boundary=part",
                unsaid(part("data", 65 * MEGABYTE)));
        assertThat(model.statusCode()).isEqualTo(400);
        assertThat(model.body()).as("stopped on the way, not looked at").contains("cannot be processed");
    }

    @Test
    @DisplayName(
            "no more of a file is taken in than its place takes where no length is said: nobody waits for the rest")
    void notWaitedFor() throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(30_000);
            var begun = padded(
                    "--part\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.bin\"\r\n\r\n",
                    5 * MEGABYTE,
                    "");
            var out = socket.getOutputStream();
            out.write(
                    """
                    POST /api/v1/attendance/marks HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Content-Type: multipart/form-data; boundary=part
                    Transfer-Encoding: chunked

                    %x
                    """
                            .formatted(Browser.basic(teacher, TestState.PASSWORD), begun.length)
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(begun);
            out.flush();
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    @DisplayName("a file from nobody is not read: 401, or the page of login")
    void fromNobody() {
        var file = part("file", 5 * MEGABYTE);
        for (var path : List.of("/api/v1/files", "/api/v1/imports/staff", "/leave", "/login")) {
            for (var body : List.of(BodyPublishers.ofByteArray(file), unsaid(file))) {
                var answer = browser.send(browser.request(path)
                        .header("Content-Type", "multipart/form-data; boundary=part")
                        .POST(body));
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(answer.body()).contains("urn:panjika:problem:not-authenticated");
            }
        }
        var said = browser.send(browser.request("/login")
                .header("Authorization", "Foo")
                .header("Content-Type", "multipart/form-data; boundary=part")
                .POST(BodyPublishers.ofByteArray(file)));
        assertThat(said.statusCode())
                .as("what a page does not ask for proves nothing")
                .isEqualTo(401);
        var page = browser.send(browser.request("/leave")
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=part")
                .POST(BodyPublishers.ofByteArray(file)));
        assertThat(page.headers().firstValue("Location").orElse("")).endsWith("/login");
    }

    @Test
    @DisplayName("a file that breaks off, or says no boundary, is the caller's mistake")
    void broken() {
        for (var type : List.of("multipart/form-data", "multipart/form-data; boundary=other")) {
            var answer = browser.send(browser.request("/api/v1/files")
                    .header("Authorization", Browser.basic(teacher, TestState.PASSWORD))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofByteArray(part("file", 1000))));
            assertThat(answer.statusCode()).as(type).isEqualTo(400);
        }
    }

    private HttpResponse<String> engine(String who, String path, String type, BodyPublisher body) {
        return browser.send(browser.request("/engine-rest/" + path)
                .header("Authorization", Browser.basic(who, TestState.PASSWORD))
                .header("Content-Type", type)
                .POST(body));
    }

    private static BodyPublisher unsaid(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static byte[] part(String name, int length) {
        return padded(
                "--part\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.bin\"\r\n\r\n".formatted(name),
                length,
                "\r\n--part--\r\n");
    }

    private HttpResponse<String> send(String path, BodyPublisher body) {
        return send(path, "application/json", body);
    }

    private HttpResponse<String> send(String path, String type, BodyPublisher body) {
        return browser.send(browser.request(path)
                .header("Authorization", Browser.basic(teacher, TestState.PASSWORD))
                .header("Accept-Language", "hi")
                .header("Content-Type", type)
                .POST(body));
    }

    private static byte[] padded(String begin, int length, String end) {
        var body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        var first = begin.getBytes(StandardCharsets.UTF_8);
        var last = end.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(first, 0, body, 0, first.length);
        System.arraycopy(last, 0, body, length - last.length, last.length);
        return body;
    }
}
