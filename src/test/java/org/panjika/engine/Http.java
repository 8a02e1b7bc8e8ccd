package org.panjika.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.panjika.TestState;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** Speaks to the running application over HTTP, follows no redirect. */
class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String BOUNDARY = "----panjika";

    private final String base;

    Http(int port) {
        base = "http://localhost:" + port;
    }

    HttpResponse<String> get(String login, String path) {
        return send(request(path).GET(), login);
    }

    HttpResponse<String> post(String login, String path, String json) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                login);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
    }

    HttpResponse<String> send(HttpRequest.Builder request, String login) {
        if (login != null) {
            var pair = (login + ":" + TestState.PASSWORD).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return send(request);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deploys as the modelling tool does. */
    HttpResponse<String> deploy(String login, String file, String content) {
        return deploy(login, Map.of(file, content.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same with the files that the tool is told to include. */
    HttpResponse<String> deploy(String login, Map<String, byte[]> files) {
        return deploy(login, "probe", files);
    }

    HttpResponse<String> deploy(String login, String name, Map<String, byte[]> files) {
        var body = new ByteArrayOutputStream();
        part(body, "name=\"deployment-name\"", name.getBytes(StandardCharsets.UTF_8));
        part(body, "name=\"deployment-source\"", "Camunda Modeler".getBytes(StandardCharsets.UTF_8));
        part(body, "name=\"enable-duplicate-filtering\"", "true".getBytes(StandardCharsets.UTF_8));
        files.forEach((file, content) -> part(body, "name=\"" + file + "\"; filename=\"" + file + "\"", content));
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(
                request("/engine-rest/deployment/create")
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())),
                login);
    }

    private static void part(ByteArrayOutputStream body, String disposition, byte[] content) {
        var head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** The cookie of a person who has logged in on our pages. */
    static <S extends Session> String session(SessionRepository<S> sessions, String login) {
        var session = sessions.createSession();
        var person = UsernamePasswordAuthenticationToken.authenticated(
                login, null, AuthorityUtils.createAuthorityList("ROLE_USER"));
        session.setAttribute("SPRING_SECURITY_CONTEXT", new SecurityContextImpl(person));
        sessions.save(session);
        return "SESSION=" + Base64.getEncoder().encodeToString(session.getId().getBytes(StandardCharsets.UTF_8));
    }

    /** The same with the token that the engine's pages ask of everything that changes something. */
    HttpRequest.Builder withToken(String path, String session) {
        var first = send(request("/camunda/app/tasklist/default/").header("Cookie", session));
        var cookies = first.headers().allValues("Set-Cookie").stream()
                .map(c -> c.split(";", 2)[0])
                .collect(Collectors.joining("; "));
        var token = cookies.replaceFirst(".*XSRF-TOKEN=([^;]*).*", "$1");
        return request(path).header("Cookie", session + "; " + cookies).header("X-XSRF-TOKEN", token);
    }
}
