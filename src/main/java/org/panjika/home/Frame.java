package org.panjika.home;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.notices.Notices;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.OfficeKinds;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Scope;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.WebApplicationContext;

/**
 * What the layout says around every page. Templates ask for it ({@code ${@frame.caller()}}), so that calls which render no
 * page pay nothing for it.
 */
@Component("frame")
@Scope(WebApplicationContext.SCOPE_REQUEST)
public class Frame {

    private final Clock clock;
    private final MessageSource messages;
    private final OfficeKinds kinds;
    private final Notices notices;
    private final boolean sandbox;
    private final String path;
    private final Optional<String> askedFrom;
    private final Optional<Caller> caller;

    Frame(
            Callers callers,
            Clock clock,
            MessageSource messages,
            OfficeKinds kinds,
            Notices notices,
            @Value("${panjika.sandbox}") boolean sandbox,
            HttpServletRequest request) {
        this.clock = clock;
        this.messages = messages;
        this.kinds = kinds;
        this.notices = notices;
        this.sandbox = sandbox;
        this.path = request.getRequestURI();
        this.askedFrom = request.getMethod().equals("GET")
                ? Optional.empty()
                : Optional.of(Objects.requireNonNullElse(request.getHeader(HttpHeaders.REFERER), path));
        this.caller = Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .flatMap(callers::find);
    }

    /** Who is logged in. */
    public Optional<Caller> caller() {
        return caller;
    }

    /** The name of the person who is logged in, in the language of the page; the login of one who is not staff. */
    public String name() {
        var language = LocaleContextHolder.getLocale().getLanguage();
        return caller.map(c -> c.staff().map(s -> s.name(language)).orElse(c.login()))
                .orElse("");
    }

    /** Whether this is a made-up state, which must not be mistaken for the real one (UP-7). */
    public boolean sandbox() {
        return sandbox;
    }

    /** Where a form stood, if the page answers one: in another language one is back there, for the answer is said only once. */
    public Optional<String> askedFrom() {
        return askedFrom;
    }

    /** The server's date and time; a page never trusts the device's. */
    public ZonedDateTime now() {
        return ZonedDateTime.now(clock);
    }

    /** The pages that today's postings and charges open to the person. */
    public List<Item> navigation() {
        var items = new ArrayList<Item>();
        caller.ifPresent(c -> {
            if (c.staff().isPresent()) {
                items.add(item("mark", "/mark"));
                items.add(item("leave", "/leave"));
                items.add(new Item("home.nav.pay", "/payroll", path.startsWith("/payroll/"), 0));
                items.add(new Item("home.nav.notices", "/notices", path.equals("/notices"), notices.unread(c)));
            }
            var headed = c.charges().stream()
                    .filter(charge -> charge.kind() == Charge.Kind.HEAD)
                    .map(Charge::institution)
                    .toList();
            if (!headed.isEmpty()) items.add(register(headed));
            if (c.headed().stream().anyMatch(i -> i.kind().isSchool())) {
                items.add(item("school-admin", "/school-admin"));
            }
            if (c.administrator() || !c.charges().isEmpty()) {
                items.add(item("completeness", "/oversight/completeness"));
                items.add(item("deadlines", "/oversight/deadlines"));
            }
            if (c.acts()) items.add(item("tasks", "/camunda/app/tasklist/"));
            if (c.acts() || !c.inChargeOf().isEmpty()) items.add(item("corrections", "/corrections"));
            if (c.administrator() || !c.headed().isEmpty()) items.add(item("logins", "/staff/logins"));
            if (c.staff().isPresent()) items.add(item("faults", "/faults"));
            if (c.administrator()) {
                items.add(item("imports", "/admin/imports"));
                items.add(item("settings", "/admin/settings"));
                items.add(item("calendar", "/admin/calendar"));
            }
            if (c.administrator()) items.add(item("models", "/admin/models"));
            if (sandbox) items.add(item("sandbox", "/sandbox"));
        });
        return items;
    }

    /** The words for what people are: seats, offices, and TEACHER, STAFF, ADMINISTRATOR. */
    public List<String> roles(List<String> codes) {
        var locale = LocaleContextHolder.getLocale();
        return codes.stream()
                .map(code -> messages.getMessage(
                        "home.charge." + code, null, kinds.name(code, locale).orElse(code), locale))
                .toList();
    }

    private Item register(List<Institution> headed) {
        var word = headed.get(0).kind().isSchool() ? "register.school" : "register.office";
        var shown = headed.stream().anyMatch(i -> path.startsWith("/institutions/" + i.code() + "/attendance/"));
        return new Item("home.nav." + word, "/register", shown, 0);
    }

    private Item item(String word, String href) {
        return new Item("home.nav." + word, href, path.equals(href) || path.startsWith(href + "/"), 0);
    }

    /**
     * A way to a page.
     *
     * @param key of the text
     * @param current whether it is the page being shown
     * @param waiting how many unread things wait there
     */
    public record Item(String key, String href, boolean current, int waiting) {}
}
