package org.panjika;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/** Calls of a program to the interface, as one person of {@link TestState} or another. */
@TestComponent
public class Calls {

    private final TestRestTemplate http;

    Calls(TestRestTemplate http) {
        this.http = http;
    }

    public ResponseEntity<Map<String, Object>> get(String login, String path) {
        return call(login, HttpMethod.GET, path, null);
    }

    public ResponseEntity<Map<String, Object>> roll(
            String login, String institution, Object day, List<Map<String, String>> lines) {
        return put(login, "/institutions/" + institution + "/attendance/" + day, Map.of("lines", lines));
    }

    /** A mark of the own made in the middle of the school of {@link TestState}. */
    public ResponseEntity<Map<String, Object>> mark(String login, String kind, Instant at) {
        var mark = ownMark(kind, at);
        mark.put("position", position(26.5, 5));
        return send(login, mark);
    }

    /** A mark of the own that says nothing of where, to be completed and sent. */
    public static Map<String, Object> ownMark(String kind, Instant at) {
        return new HashMap<>(
                Map.of("id", UUID.randomUUID().toString(), "kind", kind, "mode", "SELF", "capturedAt", at.toString()));
    }

    /** A position on the meridian of the schools of {@link TestState}, to be completed. */
    public static Map<String, Object> position(double latitude, double accuracyMetres) {
        return new HashMap<>(Map.of("latitude", latitude, "longitude", 84.5, "accuracyMetres", accuracyMetres));
    }

    public ResponseEntity<Map<String, Object>> send(String login, Map<String, Object> mark) {
        return post(login, "/attendance/marks", mark);
    }

    public ResponseEntity<Map<String, Object>> post(String login, String path, Object body) {
        return call(login, HttpMethod.POST, path, body);
    }

    public ResponseEntity<Map<String, Object>> put(String login, String path, Object body) {
        return call(login, HttpMethod.PUT, path, body);
    }

    public static Map<String, String> line(String employeeCode, String forenoon, String afternoon) {
        return Map.of("employeeCode", employeeCode, "forenoon", forenoon, "afternoon", afternoon);
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> lineOf(ResponseEntity<Map<String, Object>> register, String employeeCode) {
        return ((List<Map<String, Object>>) register.getBody().get("lines"))
                .stream()
                        .filter(l -> l.get("employeeCode").equals(employeeCode))
                        .findFirst()
                        .orElseThrow();
    }

    public static String problem(ResponseEntity<Map<String, Object>> answer) {
        return answer.getStatusCode().value() + " "
                + String.valueOf(answer.getBody().get("type")).replace("urn:panjika:problem:", "");
    }

    private ResponseEntity<Map<String, Object>> call(String login, HttpMethod method, String path, Object body) {
        return http.exchange("/api/v1" + path, method, as(login, body), new ParameterizedTypeReference<>() {});
    }

    /** What a login sends: over one client for all, a client for each call costs more than the call. */
    static <T> HttpEntity<T> as(String login, T body) {
        var headers = new HttpHeaders();
        headers.setBasicAuth(login, TestState.PASSWORD);
        return new HttpEntity<>(body, headers);
    }
}
