package org.panjika.attendance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.panjika.TestState;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/** Calls of a program to the interface, as one person or another. */
public final class Calls {

    private final TestRestTemplate http;

    public Calls(TestRestTemplate http) {
        this.http = http;
    }

    public ResponseEntity<Map<String, Object>> get(String login, String path) {
        return call(login, HttpMethod.GET, path, null);
    }

    public ResponseEntity<Map<String, Object>> roll(
            String login, String institution, Object day, List<Map<String, String>> lines) {
        return call(
                login, HttpMethod.PUT, "/institutions/" + institution + "/attendance/" + day, Map.of("lines", lines));
    }

    /** A mark of the own made in the middle of the school of {@link TestState}. */
    public ResponseEntity<Map<String, Object>> mark(String login, String kind, Instant at) {
        var mark = new HashMap<String, Object>(
                Map.of("id", UUID.randomUUID(), "kind", kind, "mode", "SELF", "capturedAt", at.toString()));
        mark.put("position", Map.of("latitude", 26.5, "longitude", 84.5, "accuracyMetres", 5));
        return call(login, HttpMethod.POST, "/attendance/marks", mark);
    }

    public ResponseEntity<Map<String, Object>> send(String login, Map<String, Object> mark) {
        return post(login, "/attendance/marks", mark);
    }

    public ResponseEntity<Map<String, Object>> post(String login, String path, Object body) {
        return call(login, HttpMethod.POST, path, body);
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
        return http.withBasicAuth(login, TestState.PASSWORD)
                .exchange("/api/v1" + path, method, new HttpEntity<>(body), new ParameterizedTypeReference<>() {});
    }
}
