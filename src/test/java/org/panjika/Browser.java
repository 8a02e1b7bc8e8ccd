package org.panjika;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Speaks HTTP to the running application as a browser with cookies does, or as a program. Redirects are not followed. */
public final class Browser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    public Browser(int port) {
        this.port = port;
    }

    /** A browser in which somebody has logged in. */
    public static Browser loggedIn(int port, String login, String password) {
        var browser = new Browser(port);
        browser.post("/login", Map.of("login", login, "password", password));
        return browser;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).header("Accept", "text/html,*/*"));
    }

    /** A file that the page offers. */
    public byte[] download(String path) {
        var answer = send(request(path), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) throw new AssertionError(path + " answers " + answer.statusCode());
        return answer.body();
    }

    /** Sends a form with the CSRF token of a page. */
    public HttpResponse<String> post(String path, Map<String, String> form) {
        return send(form(path, form));
    }

    /** The same with a file. */
    public HttpResponse<String> post(String path, Map<String, String> form, FileField file) {
        var body = new ByteArrayOutputStream();
        form.forEach(
                (name, value) -> body.writeBytes("--part\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(name, value)
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(
                "--part\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
                        .formatted(file.field(), file.name(), file.type())
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file.content());
        body.writeBytes("\r\n--part--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("X-CSRF-TOKEN", csrf())
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=part")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /** A file in a field of a form. */
    public record FileField(String field, String name, String type, byte[] content) {

        /** A list as a spreadsheet saves it. */
        public static FileField csv(String name, String content) {
            return new FileField("file", name, "text/csv", content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The same from another address. */
    public HttpResponse<String> postFrom(String remote, String path, Map<String, String> form) {
        return send(form(path, form).header("X-Forwarded-For", remote));
    }

    /** The CSRF token of the session. */
    public String csrf() {
        return csrf(get("/login").body());
    }

    /** The CSRF token in a page. */
    static String csrf(String page) {
        var found = CSRF.matcher(page);
        if (!found.find()) throw new AssertionError("no CSRF token on the page");
        return found.group(1);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> as) {
        try {
            return client.send(request.build(), as);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static String basic(String login, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder form(String path, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return request(path)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body + "&_csrf=" + URLEncoder.encode(csrf(), StandardCharsets.UTF_8)));
    }
}
