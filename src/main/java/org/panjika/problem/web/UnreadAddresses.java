package org.panjika.problem.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.panjika.problem.CommonProblem;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.HtmlUtils;

/** An address that the server refuses before any filter sees it, such as {@code %2f}, is answered in our words too. */
@Component
class UnreadAddresses implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /** What refuses cannot be asked for a page: no template, no login. */
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="%1$s">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%2$s</title>
              <link rel="stylesheet" href="/webjars/picocss__pico/css/pico.min.css">
            </head>
            <body>
            <main class="container">
              <h1>%2$s</h1>
              <p>%3$s</p>
              <p><a role="button" href="/">%4$s</a></p>
            </main>
            </body>
            </html>
            """;

    private final ObjectProvider<ProblemTexts> texts;
    private final ObjectProvider<LocaleResolver> languages;
    private final ObjectProvider<ObjectMapper> json;

    UnreadAddresses(
            ObjectProvider<ProblemTexts> texts,
            ObjectProvider<LocaleResolver> languages,
            ObjectProvider<ObjectMapper> json) {
        this.texts = texts;
        this.languages = languages;
        this.json = json;
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new OurWords()));
    }

    private final class OurWords extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, Throwable failure) {
            if (response.getStatus() != CommonProblem.BAD_REQUEST.status()
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()) return;
            try {
                write(request, response);
            } catch (IOException e) {
                container.getLogger().debug("nobody listens any more", e);
            }
        }

        private void write(HttpServletRequest request, Response response) throws IOException {
            var locale = languages.getObject().resolveLocale(request);
            var problem = texts.getObject().detail(CommonProblem.BAD_REQUEST, Map.of(), locale);
            var accept = request.getHeader(HttpHeaders.ACCEPT);
            var page = accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
            response.setContentType(page ? "text/html" : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getReporter()
                    .write(page ? page(problem, locale) : json.getObject().writeValueAsString(problem));
            response.finishResponse();
        }

        private String page(ProblemDetail problem, Locale locale) {
            return PAGE.formatted(
                    locale.getLanguage(),
                    escaped(problem.getTitle()),
                    escaped(problem.getDetail()),
                    escaped(texts.getObject().text("home.toStart", Map.of(), locale)));
        }

        private static String escaped(String text) {
            return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
        }
    }
}
