package org.panjika.directory.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.access.Callers;
import org.panjika.directory.Imports;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.OrganisationProblem;
import org.panjika.organisation.Setting;
import org.panjika.organisation.Setting.Allowed;
import org.panjika.organisation.Settings;
import org.panjika.organisation.Settings.InForce;
import org.panjika.organisation.Settings.Wish;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An administrator sees what is set at an institution and who said so, and says it otherwise from a day on (C1). */
@Controller
@RequestMapping("/admin/settings")
class SettingPage {

    private static final int AT_ONCE = 50;

    private final Imports imports;
    private final Callers callers;
    private final Settings settings;
    private final Institutions institutions;
    private final ProblemTexts texts;
    private final Clock clock;

    SettingPage(
            Imports imports,
            Callers callers,
            Settings settings,
            Institutions institutions,
            ProblemTexts texts,
            Clock clock) {
        this.imports = imports;
        this.callers = callers;
        this.settings = settings;
        this.institutions = institutions;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What has been typed.
     *
     * @param none nothing of its own any more
     */
    record Typed(String institution, String value, boolean none, LocalDate from) {}

    /** A setting and what holds; empty where nothing does. */
    public record Line(Setting setting, Optional<InForce> inForce) {}

    /** What is set at an institution; empty: at the top of the tree. */
    @GetMapping
    String settings(@RequestParam(defaultValue = "") String institution, Model model, Locale locale) {
        imports.requireAdministrator();
        try {
            var at = institution(institution);
            var held = at.map(this::inForce).orElse(Map.of());
            model.addAttribute("at", at.orElse(null));
            model.addAttribute(
                    "lines",
                    Arrays.stream(Setting.values())
                            .map(s -> new Line(s, Optional.ofNullable(held.get(s))))
                            .toList());
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute("lines", List.of());
        }
        model.addAttribute("asked", institution.strip());
        return "directory/settings";
    }

    @GetMapping("/{key}")
    String setting(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String institution,
            @RequestParam Optional<Long> after,
            Model model) {
        imports.requireAdministrator();
        var at = institution(institution);
        var typed = new Typed(at.map(Institution::code).orElse(""), "", false, tomorrow());
        return show(find(key), at, typed, after, model);
    }

    /** Without {@code confirmed} what it would do is shown; with it, it is said. */
    @PostMapping("/{key}")
    String say(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String institution,
            @RequestParam(defaultValue = "") String value,
            @RequestParam(defaultValue = "false") boolean none,
            @RequestParam Optional<LocalDate> from,
            @RequestParam(defaultValue = "false") boolean confirmed,
            Model model,
            Locale locale,
            RedirectAttributes after) {
        imports.requireAdministrator();
        var setting = find(key);
        var typed = new Typed(institution.strip(), value.strip(), none, from.orElse(tomorrow()));
        var at = Optional.<Institution>empty();
        try {
            at = institution(institution);
            var wish = new Wish(
                    setting,
                    at.orElseThrow(() -> unknown(institution)),
                    none ? Optional.empty() : Optional.of(typed.value()),
                    typed.from());
            var login = callers.current().login();
            if (confirmed) {
                settings.say(wish, login);
                after.addFlashAttribute("notice", "settings.said");
                after.addAttribute("institution", wish.at().code());
                return "redirect:/admin/settings/" + setting.key();
            }
            model.addAttribute("outlook", settings.outlook(wish, login));
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
        }
        return show(setting, at, typed, Optional.empty(), model);
    }

    private String show(Setting setting, Optional<Institution> at, Typed typed, Optional<Long> after, Model model) {
        model.addAttribute("setting", setting);
        model.addAttribute("words", setting.allowed() instanceof Allowed.Words);
        model.addAttribute("choices", settings.choices(setting));
        model.addAttribute("at", at.orElse(null));
        model.addAttribute(
                "held", at.map(this::inForce).map(held -> held.get(setting)).orElse(null));
        model.addAttribute("typed", typed);
        model.addAttribute("today", LocalDate.now(clock));
        model.addAttribute("said", settings.words(setting, at, after, AT_ONCE));
        return "directory/setting";
    }

    private Map<Setting, InForce> inForce(Institution at) {
        return settings.inForce(at, LocalDate.now(clock)).stream()
                .collect(Collectors.toMap(InForce::setting, Function.identity()));
    }

    private Setting find(String key) {
        return Setting.find(key).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private Optional<Institution> institution(String code) {
        if (code.isBlank()) return institutions.roots().stream().findFirst();
        return Optional.of(institutions.find(code.strip()).orElseThrow(() -> unknown(code)));
    }

    private static Refused unknown(String code) {
        return new Refused(OrganisationProblem.INSTITUTION_UNKNOWN, Map.of("institution", code.strip()));
    }

    private LocalDate tomorrow() {
        return LocalDate.now(clock).plusDays(1);
    }
}
