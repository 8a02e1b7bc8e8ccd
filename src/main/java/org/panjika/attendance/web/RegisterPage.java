package org.panjika.attendance.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Attempt.Place.Mode;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.DaySheets;
import org.panjika.attendance.RollEntry;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officer;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The day register as people read, fill and print it (RJ-1). */
@Controller
class RegisterPage {

    private static final String PATH = "/institutions/{code}/attendance/{day}";

    private final DaySheets sheets;
    private final RollEntry roll;
    private final DayOpening opening;
    private final Officer officer;
    private final Callers callers;
    private final ProblemTexts texts;
    private final Clock clock;

    RegisterPage(
            DaySheets sheets,
            RollEntry roll,
            DayOpening opening,
            Officer officer,
            Callers callers,
            ProblemTexts texts,
            Clock clock) {
        this.sheets = sheets;
        this.roll = roll;
        this.opening = opening;
        this.officer = officer;
        this.callers = callers;
        this.texts = texts;
        this.clock = clock;
    }

    /** What the in-charge has typed into a line and not yet saved; empty: as the register reads. */
    private record Typed(Map<Session, SessionStatus> sessions, String remark) {}

    /** What went wrong with a roll that was sent. */
    private record Trouble(Refused refused, List<String> employeeCodes) {}

    /** A line as the page shows it. */
    record Row(DaySheet.Line line, Optional<Typed> typed, List<String> errors) {

        public SessionStatus status(Session session) {
            return typed.map(t -> t.sessions().get(session))
                    .orElse(line.half(session).status());
        }

        /** The status, or that leave is asked for. */
        public String word(Session session) {
            var half = line.half(session);
            return status(session) == half.status()
                    ? half.word()
                    : status(session).name();
        }

        /** Whether nobody has said anything about it, nor asked for leave. */
        boolean missing(Session session) {
            return word(session).equals(SessionStatus.UNMARKED.name());
        }

        public String remark() {
            return typed.map(Typed::remark).orElseGet(() -> line.remark().orElse(""));
        }

        /** Whether the roll may say something about the line at all. */
        public boolean open() {
            return Stream.of(Session.values())
                    .map(line::half)
                    .anyMatch(h -> h.open() && h.status() != SessionStatus.HOLIDAY);
        }

        public boolean changed() {
            return !remark().strip().equals(line.remark().orElse(""))
                    || Stream.of(Session.values())
                            .anyMatch(s -> status(s) != line.half(s).status());
        }
    }

    /** Today's register of the first institution headed. */
    @GetMapping("/register")
    String own() {
        var caller = callers.current();
        var own = headed(caller).stream()
                .findFirst()
                .or(() -> caller.charges().stream().map(Charge::institution).findFirst())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        return "redirect:/institutions/" + own.code() + "/attendance/" + LocalDate.now(clock);
    }

    private static List<Institution> headed(Caller caller) {
        return caller.charges().stream()
                .filter(c -> c.kind() == Charge.Kind.HEAD)
                .map(Charge::institution)
                .distinct()
                .toList();
    }

    @GetMapping(PATH)
    String page(@PathVariable String code, @PathVariable LocalDate day, Model model, Locale locale) {
        var caller = callers.current();
        show(caller, sheets.of(caller, code, day), Map.of(), Optional.empty(), model, locale);
        return "register";
    }

    @PostMapping(PATH)
    String fill(
            @PathVariable String code,
            @PathVariable LocalDate day,
            @RequestParam String step,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response) {
        var caller = callers.current();
        var sheet = sheets.of(caller, code, day);
        var typed = typed(sheet, form);
        if (step.equals("all-present")) present(sheet, typed);
        if (step.equals("save")) {
            var lines = lines(sheet, typed);
            try {
                roll.enter(caller, code, day, lines);
                after.addFlashAttribute("notice", "register.saved");
                return "redirect:/institutions/" + code + "/attendance/" + day;
            } catch (Refused refused) {
                response.setStatus(refused.problem().status());
                var codes = lines.stream().map(RollEntry.Line::employeeCode).toList();
                show(caller, sheet, typed, Optional.of(new Trouble(refused, codes)), model, locale);
                return "register";
            }
        }
        show(caller, sheet, typed, Optional.empty(), model, locale);
        model.addAttribute("review", step.equals("review"));
        model.addAttribute("unsaved", true);
        return "register";
    }

    private static Map<String, Typed> typed(DaySheet sheet, MultiValueMap<String, String> form) {
        var typed = new HashMap<String, Typed>();
        for (var line : sheet.lines()) {
            var sessions = new EnumMap<Session, SessionStatus>(Session.class);
            for (var session : Session.values()) {
                sessions.put(
                        session,
                        status(form.getFirst(session + "." + line.employeeCode()))
                                .orElse(line.half(session).status()));
            }
            var remark = form.getFirst("remark." + line.employeeCode());
            typed.put(
                    line.employeeCode(),
                    new Typed(sessions, remark == null ? line.remark().orElse("") : remark));
        }
        return typed;
    }

    private static Optional<SessionStatus> status(String text) {
        return Stream.of(SessionStatus.values())
                .filter(s -> s.name().equals(text))
                .findFirst();
    }

    /** Everybody about whom nothing has been said is present, but who has asked for leave. */
    private static void present(DaySheet sheet, Map<String, Typed> typed) {
        for (var line : sheet.lines()) {
            typed.get(line.employeeCode())
                    .sessions()
                    .replaceAll((session, status) ->
                            unsaid(status) && !line.half(session).pending() ? SessionStatus.PRESENT : status);
        }
    }

    private static boolean unsaid(SessionStatus status) {
        return status == SessionStatus.UNMARKED || status == SessionStatus.TECHNICAL;
    }

    /** Only the lines that change are sent on. */
    private static List<RollEntry.Line> lines(DaySheet sheet, Map<String, Typed> typed) {
        return sheet.lines().stream()
                .map(line -> new Row(line, Optional.ofNullable(typed.get(line.employeeCode())), List.of()))
                .filter(Row::changed)
                .map(row -> new RollEntry.Line(
                        row.line().employeeCode(),
                        Optional.of(row.status(Session.FORENOON)),
                        Optional.of(row.status(Session.AFTERNOON)),
                        Optional.of(row.remark())))
                .toList();
    }

    private void show(
            Caller caller,
            DaySheet sheet,
            Map<String, Typed> typed,
            Optional<Trouble> trouble,
            Model model,
            Locale locale) {
        var institution = sheet.institution();
        var errors = errors(trouble, locale);
        var rows = sheet.lines().stream()
                .map(line -> new Row(
                        line,
                        Optional.ofNullable(typed.get(line.employeeCode())),
                        errors.getOrDefault(line.employeeCode(), List.of())))
                .toList();
        var today = LocalDate.now(clock);
        var counts = new LinkedHashMap<String, Integer>();
        rows.forEach(row -> Stream.of(Session.values()).forEach(s -> counts.merge(row.word(s), 1, Integer::sum)));
        var headed = headed(caller);
        model.addAttribute("institution", institution);
        model.addAttribute("supervises", caller.supervises(institution));
        model.addAttribute("registers", headed.contains(institution) ? headed : List.of());
        model.addAttribute("earlier", opening.isOpen(sheet.terms().day().minusDays(1)));
        model.addAttribute("sheet", sheet);
        model.addAttribute("rows", rows);
        model.addAttribute("counts", counts);
        model.addAttribute("unmarked", rows.stream().anyMatch(row -> Stream.of(Session.values())
                .anyMatch(row::missing)));
        model.addAttribute("changes", rows.stream().filter(Row::changed).count());
        model.addAttribute("sessions", Session.values());
        model.addAttribute("correctable", sheet.closed() && caller.heads(institution));
        model.addAttribute(
                "seat",
                Optional.of(institution)
                        .filter(i -> sheet.terms().day().equals(today))
                        .flatMap(officer::inCharge));
        model.addAttribute("editable", editable(caller, sheet, today));
        model.addAttribute(
                "options",
                RollEntry.enterable(sheet.terms().mode()).stream()
                        .map(Enum::name)
                        .toList());
        model.addAttribute(
                "schoolAdmin",
                sheet.terms().mode() != Mode.ROLL && sheet.terms().day().equals(today) && caller.heads(institution));
        model.addAttribute("review", false);
        model.addAttribute("unsaved", trouble.isPresent());
        model.addAttribute(
                "problem", trouble.map(t -> texts.detail(t.refused(), locale)).orElse(null));
        model.addAttribute("today", today);
        model.addAttribute("zone", clock.getZone());
    }

    private boolean editable(Caller caller, DaySheet sheet, LocalDate today) {
        return sheet.terms().mode() != Mode.MARKS
                && sheet.terms().day().equals(today)
                && !sheet.closed()
                && sheet.expected() > 0
                && roll.mayEnter(caller, sheet.institution());
    }

    /** The texts of field errors, by the person whose line they are about. */
    private Map<String, List<String>> errors(Optional<Trouble> trouble, Locale locale) {
        var errors = new HashMap<String, List<String>>();
        trouble.ifPresent(t -> {
            for (var error : t.refused().errors()) {
                var index = Integer.parseInt(error.field().replaceAll("\\D", ""));
                errors.computeIfAbsent(t.employeeCodes().get(index), code -> new ArrayList<>())
                        .add(texts.text("field." + error.code(), Map.of(), locale));
            }
            if (t.refused().fields().get("employeeCode") instanceof String code) {
                errors.computeIfAbsent(code, c -> new ArrayList<>())
                        .add(texts.detail(t.refused(), locale).getTitle());
            }
        });
        return errors;
    }
}
