package org.panjika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.Geolocation;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A test that looks at pages as people do, in a real Chromium with a camera that shows a test picture. Where there is no
 * Chromium (environment {@code CHROMIUM}, else Debian's without a window, else Debian's) it is skipped; with
 * {@code PANJIKA_REQUIRE_ALL=true} that is a failure. Subclasses are annotated {@link SystemTest}.
 */
public abstract class BrowserTest {

    /** The smallest phone that must do. */
    protected static final Screen PHONE = new Screen(360, 740, true);

    protected static final Screen DESKTOP = new Screen(1280, 800, false);

    /** The one without a window opens a page at a fifth of what it costs the other. */
    private static final Path CHROMIUM = Stream.of(
                    System.getenv("CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
            .filter(Objects::nonNull)
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/bin/chromium"));

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String AXE = axe();

    /** Only what is serious leaves the page: to hand over all that axe says takes longer than to look. */
    private static final String SERIOUS =
            """
            () => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
                .filter(rule => ['serious', 'critical'].includes(rule.impact))
                .map(rule => `${rule.id}: ${rule.help} ${rule.nodes.map(node => node.html)}`))
            """;

    private static com.microsoft.playwright.Browser browser;

    private final List<BrowserContext> open = new ArrayList<>();

    @LocalServerPort
    private int port;

    protected record Screen(int width, int height, boolean phone) {}

    @BeforeEach
    final void needChromium() {
        var found = Files.isExecutable(CHROMIUM);
        if (ReferenceData.everythingRequired()) assertThat(CHROMIUM).isExecutable();
        assumeTrue(found, () -> "skipped: no Chromium at " + CHROMIUM + "; set CHROMIUM to where it is");
    }

    @AfterEach
    final void closePages() {
        open.forEach(BrowserContext::close);
    }

    /** A browser of its own, nobody logged in, in a language, that shares its camera and its position: 26.5° N, 84.5° E. */
    protected Page browse(Screen screen, String language) {
        var context = browser()
                .newContext(new NewContextOptions()
                        .setBaseURL("http://localhost:" + port)
                        .setViewportSize(screen.width(), screen.height())
                        .setHasTouch(screen.phone())
                        .setLocale(language + "-IN")
                        .setPermissions(List.of("camera", "geolocation")));
        context.addCookies(List.of(speaking(language)));
        open.add(context);
        var page = context.newPage();
        context.setGeolocation(new Geolocation(26.5, 84.5).setAccuracy(12));
        page.setDefaultTimeout(30_000);
        return page;
    }

    /** Logs in without looking at the page of login. */
    protected void logIn(Page page, String login, String password) {
        var answer = page.request()
                .post(
                        "/login",
                        RequestOptions.create()
                                .setMaxRedirects(0)
                                .setForm(FormData.create()
                                        .set(
                                                "_csrf",
                                                Browser.csrf(page.request()
                                                        .get("/login")
                                                        .text()))
                                        .set("login", login)
                                        .set("password", password)));
        assertThat(answer.headers().get("location")).doesNotContain("login");
    }

    /** Keeps what the page looks like in target/screenshots. */
    protected void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /**
     * The same in every language, English last, of a page that is the same when it is asked for again: what leads there need not be
     * gone three times.
     */
    protected void isForEverybodyInEachLanguage(Page page, String pictures) {
        for (var language : List.of("vi", "hi", "en")) {
            page.context().addCookies(List.of(speaking(language)));
            page.reload();
            assertThat(page.getAttribute("html", "lang")).isEqualTo(language);
            assertThat(page.textContent("html")).doesNotContain("??");
            picture(page, pictures.formatted(language));
            isForEverybody(page);
        }
    }

    private Cookie speaking(String language) {
        return new Cookie("lang", language).setUrl("http://localhost:" + port);
    }

    /** Everybody can use the page: axe finds nothing serious, and nothing has to be pushed sideways. */
    protected void isForEverybody(Page page) {
        page.evaluate(AXE);
        var serious = (List<?>) page.evaluate(SERIOUS);
        assertThat(serious).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that stick out")
                .isEqualTo(0);
    }

    private static String axe() {
        try (var script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One Chromium for all tests; its driver ends it when the connection to the tests' process breaks. */
    private static synchronized com.microsoft.playwright.Browser browser() {
        if (browser == null) {
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright
                    .chromium()
                    .launch(new LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--use-fake-device-for-media-stream",
                                    "--use-fake-ui-for-media-stream",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-default-apps",
                                    "--disable-sync",
                                    "--no-first-run")));
        }
        return browser;
    }
}
