package org.panjika.benchmark;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Somebody with a browser's session, logged in on our page. */
final class Visitor {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    Visitor(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    void logIn(String login, String password) throws IOException, InterruptedException {
        var page = get("/login");
        var token = CSRF.matcher(page);
        if (!token.find()) throw new IllegalStateException(page);
        var form = Stream.of(login, password, token.group(1))
                .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                .toArray();
        client.send(
                HttpRequest.newBuilder(base.resolve("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("login=%s&password=%s&_csrf=%s".formatted(form)))
                        .build(),
                BodyHandlers.discarding());
    }

    String get(String path) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Accept", "application/json, text/html")
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IllegalStateException(answer + answer.body());
        return answer.body();
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }
}
