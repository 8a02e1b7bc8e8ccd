package org.panjika.directory.web;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.calendar.Hours;
import org.panjika.calendar.Reach;
import org.panjika.calendar.Weeks;
import org.panjika.calendar.Weeks.DayKind;
import org.panjika.directory.Imports;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.OrganisationProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An administrator sees which weekdays are worked and from when to when (C14), and says it otherwise from a day on. */
@Controller
@RequestMapping("/admin/calendar")
class CalendarPage {

    private static final int AT_ONCE = 50;

    private final Imports imports;
    private final Callers callers;
    private final Weeks weeks;
    private final Hours hours;
    private final Institutions institutions;
    private final ProblemTexts texts;
    private final Clock clock;

    CalendarPage(
            Imports imports,
            Callers callers,
            Weeks weeks,
            Hours hours,
            Institutions institutions,
            ProblemTexts texts,
            Clock clock) {
        this.imports = imports;
        this.callers = callers;
        this.weeks = weeks;
        this.hours = hours;
        this.institutions = institutions;
        this.texts = texts;
        this.clock = clock;
    }

    /** For whom, as typed; an empty text is for all. */
    public record Whom(String area, String kind, String group) {

        public Whom {
            area = area == null ? "" : area.strip();
            kind = kind == null ? "" : kind;
            group = group == null ? "" : group.strip();
        }
    }

    /** As typed; no kind of day: nothing of its own any more. */
    public record TypedWeek(DayOfWeek weekday, Optional<DayKind> dayKind, LocalDate from) {}

    /** As typed; days and months of the season, and whether there shall be no hours of its own any more. */
    public record TypedHours(
            int firstDay,
            int firstMonth,
            int lastDay,
            int lastMonth,
            Optional<LocalTime> starts,
            Optional<LocalTime> boundary,
            Optional<LocalTime> ends,
            boolean none,
            LocalDate from) {}

    @GetMapping
    String weeks(@RequestParam(defaultValue = "") String area, @RequestParam Optional<Long> after, Model model) {
        imports.requireAdministrator();
        var under = area(area);
        model.addAttribute("whom", new Whom(area, "", ""));
        model.addAttribute("typed", new TypedWeek(DayOfWeek.SATURDAY, Optional.of(DayKind.HALF), tomorrow()));
        return showWeeks(under, after, model);
    }

    /** Without {@code confirmed} what it would do is shown; with it, it is said. */
    @PostMapping
    String sayWeek(
            @ModelAttribute Whom whom,
            @RequestParam(defaultValue = "SATURDAY") DayOfWeek weekday,
            @RequestParam Optional<DayKind> dayKind,
            @RequestParam Optional<LocalDate> from,
            @RequestParam(defaultValue = "false") boolean confirmed,
            Model model,
            Locale locale,
            RedirectAttributes after) {
        imports.requireAdministrator();
        var typed = new TypedWeek(weekday, dayKind, from.orElse(tomorrow()));
        model.addAttribute("whom", whom);
        model.addAttribute("typed", typed);
        try {
            var wish = new Weeks.Wish(reach(whom), weekday, dayKind, typed.from());
            var login = callers.current().login();
            if (confirmed) {
                weeks.say(wish, login);
                after.addFlashAttribute("notice", "calendar.said");
                after.addAttribute("area", wish.reach().area().code());
                return "redirect:/admin/calendar";
            }
            model.addAttribute("outlook", weeks.outlook(wish, login));
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
        }
        return showWeeks(Optional.empty(), Optional.empty(), model);
    }

    private String showWeeks(Optional<Institution> under, Optional<Long> after, Model model) {
        model.addAttribute("said", weeks.words(under, after, AT_ONCE));
        model.addAttribute("weekdays", DayOfWeek.values());
        model.addAttribute("dayKinds", DayKind.values());
        model.addAttribute("lookedAt", Weeks.LOOKED_AT);
        return show("directory/weeks", model);
    }

    @GetMapping("/hours")
    String hours(@RequestParam(defaultValue = "") String area, @RequestParam Optional<Long> after, Model model) {
        imports.requireAdministrator();
        var under = area(area);
        model.addAttribute("whom", new Whom(area, "", ""));
        model.addAttribute(
                "typed",
                new TypedHours(1, 1, 31, 12, Optional.empty(), Optional.empty(), Optional.empty(), false, tomorrow()));
        return showHours(under, after, model);
    }

    /** Without {@code confirmed} what it would do is shown; with it, it is said. */
    @PostMapping("/hours")
    String sayHours(
            @ModelAttribute Whom whom,
            @RequestParam(defaultValue = "1") int firstDay,
            @RequestParam(defaultValue = "1") int firstMonth,
            @RequestParam(defaultValue = "31") int lastDay,
            @RequestParam(defaultValue = "12") int lastMonth,
            @RequestParam Optional<LocalTime> starts,
            @RequestParam Optional<LocalTime> boundary,
            @RequestParam Optional<LocalTime> ends,
            @RequestParam(defaultValue = "false") boolean none,
            @RequestParam Optional<LocalDate> from,
            @RequestParam(defaultValue = "false") boolean confirmed,
            Model model,
            Locale locale,
            RedirectAttributes after) {
        imports.requireAdministrator();
        var typed = new TypedHours(
                firstDay, firstMonth, lastDay, lastMonth, starts, boundary, ends, none, from.orElse(tomorrow()));
        model.addAttribute("whom", whom);
        model.addAttribute("typed", typed);
        try {
            var wish = new Hours.Wish(
                    reach(whom),
                    Hours.Season.of(firstDay, firstMonth, lastDay, lastMonth),
                    none ? Optional.empty() : Optional.of(Hours.Times.of(starts, boundary, ends)),
                    typed.from());
            var login = callers.current().login();
            if (confirmed) {
                hours.say(wish, login);
                after.addFlashAttribute("notice", "calendar.said");
                after.addAttribute("area", wish.reach().area().code());
                return "redirect:/admin/calendar/hours";
            }
            model.addAttribute("outlook", hours.outlook(wish, login));
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
        }
        return showHours(Optional.empty(), Optional.empty(), model);
    }

    private String showHours(Optional<Institution> under, Optional<Long> after, Model model) {
        model.addAttribute("said", hours.words(under, after, AT_ONCE));
        model.addAttribute("year", LocalDate.now(clock).getYear());
        return show("directory/hours", model);
    }

    private String show(String template, Model model) {
        model.addAttribute("kinds", Reach.Kind.values());
        model.addAttribute("today", LocalDate.now(clock));
        return template;
    }

    private Reach reach(Whom whom) {
        return new Reach(
                area(whom.area()).orElseThrow(() -> unknown(whom.area())),
                Optional.of(whom.kind()).filter(k -> !k.isEmpty()).map(Reach.Kind::valueOf),
                Optional.of(whom.group()).filter(g -> !g.isEmpty()));
    }

    private Optional<Institution> area(String code) {
        if (code.isBlank()) return Optional.empty();
        return Optional.of(institutions.find(code.strip()).orElseThrow(() -> unknown(code)));
    }

    private static Refused unknown(String code) {
        return new Refused(OrganisationProblem.INSTITUTION_UNKNOWN, Map.of("institution", code.strip()));
    }

    private LocalDate tomorrow() {
        return LocalDate.now(clock).plusDays(1);
    }
}
