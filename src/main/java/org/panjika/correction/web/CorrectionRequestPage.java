package org.panjika.correction.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionMonths;
import org.panjika.correction.CorrectionMonths.Day;
import org.panjika.correction.CorrectionRequests;
import org.panjika.correction.CorrectionRequests.Asking;
import org.panjika.correction.Corrections;
import org.panjika.organisation.Institution;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.ContentHash;
import org.panjika.storage.Scans;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a correction is asked for: the month, then the people of the day chosen; also asked anew, and joined (C12). */
@Controller
class CorrectionRequestPage {

    private static final String PAGE = "correction/new";

    /** In the order of the form. */
    private static final List<SessionStatus> OPTIONS =
            List.of(SessionStatus.PRESENT, SessionStatus.ABSENT, SessionStatus.TOUR, SessionStatus.DUTY);

    private final Corrections corrections;
    private final CorrectionRequests requests;
    private final CorrectionMonths months;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;
    private final Clock clock;

    CorrectionRequestPage(
            Corrections corrections,
            CorrectionRequests requests,
            CorrectionMonths months,
            Callers callers,
            Scans scans,
            ProblemTexts texts,
            Clock clock) {
        this.corrections = corrections;
        this.requests = requests;
        this.months = months;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
        this.clock = clock;
    }

    /** What becomes of what is sent. */
    enum Step {
        NEW,
        /** Further staff join the open request. */
        JOIN,
        RESUBMIT
    }

    /**
     * What has been typed.
     *
     * @param sessions by {@code FORENOON.<employee code>}; what is missing stays as it is
     * @param remarks by employee code: those of an open request, which the form leaves as they are
     * @param scans hashes of those that have arrived
     */
    record Typed(
            Map<String, SessionStatus> sessions,
            Map<String, String> remarks,
            Optional<Correction.Kind> kind,
            String reason,
            List<String> scans) {

        static final Typed NOTHING = new Typed(Map.of(), Map.of(), Optional.empty(), "", List.of());

        static Typed of(Correction.Submission asked) {
            var sessions = new HashMap<String, SessionStatus>();
            for (var line : asked.lines()) {
                for (var session : Session.values()) {
                    line.about(session).ifPresent(s -> sessions.put(field(session, line.employeeCode()), s));
                }
            }
            return new Typed(
                    sessions,
                    remarks(asked),
                    Optional.of(asked.kind()),
                    asked.reason(),
                    asked.scans().stream().map(ContentHash::hex).toList());
        }

        private static Map<String, String> remarks(Correction.Submission asked) {
            var remarks = new HashMap<String, String>();
            asked.lines().forEach(line -> line.remark().ifPresent(said -> remarks.put(line.employeeCode(), said)));
            return remarks;
        }

        Optional<SessionStatus> about(Session session, String employeeCode) {
            return Optional.ofNullable(sessions.get(field(session, employeeCode)));
        }

        /** Lines of the people about whom something is said. */
        List<CorrectionEffect.Line> lines(DaySheet sheet) {
            return sheet.lines().stream()
                    .map(l -> new CorrectionEffect.Line(
                            l.employeeCode(),
                            about(Session.FORENOON, l.employeeCode()),
                            about(Session.AFTERNOON, l.employeeCode()),
                            Optional.ofNullable(remarks.get(l.employeeCode()))))
                    .filter(l -> l.forenoon().or(l::afternoon).isPresent())
                    .toList();
        }

        Asking asking(DaySheet sheet) {
            return new Asking(kind.orElse(Correction.Kind.OTHER), reason, lines(sheet), scans);
        }
    }

    private static String field(Session session, String employeeCode) {
        return session + "." + employeeCode;
    }

    /** A person of the day as the form shows it. */
    record Row(DaySheet.Line line, Typed typed, Typed asked, List<String> errors) {

        public String field(Session session) {
            return CorrectionRequestPage.field(session, line.employeeCode());
        }

        public Optional<SessionStatus> about(Session session) {
            return typed.about(session, line.employeeCode());
        }

        /** Whether the open request asks for something about the session, which can be changed, but not taken out. */
        public boolean asked(Session session) {
            return asked.about(session, line.employeeCode())
                    .filter(options(session)::contains)
                    .isPresent();
        }

        /** Why nothing can be said about the session: key of the text. */
        public Optional<String> fixed(Session session) {
            return CorrectionEffect.fixed(line.half(session)).map(code -> "field." + code);
        }

        public List<SessionStatus> options(Session session) {
            return OPTIONS.stream()
                    .filter(s -> s != line.half(session).status())
                    .toList();
        }
    }

    @GetMapping("/corrections/new")
    String choose(
            @RequestParam Optional<String> institution,
            @RequestParam Optional<YearMonth> month,
            @RequestParam Optional<LocalDate> day,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        var caller = callers.current();
        var code = institution.map(String::strip).orElseGet(() -> caller.headed().stream()
                .findFirst()
                .orElseThrow(caller::refused)
                .code());
        var shown = month.or(() -> day.map(YearMonth::from)).orElseGet(() -> YearMonth.now(clock));
        calendar(caller, code, shown, day, model);
        if (day.isEmpty()) return PAGE;
        try {
            var sheet = months.sheet(caller, code, day.get());
            var open = corrections.open(sheet.institution(), day.get());
            if (open.filter(c -> c.state() == Correction.State.RETURNED).isPresent()) {
                return "redirect:/corrections/" + open.get().id() + "/resubmit";
            }
            model.addAttribute("id", open.map(Correction::id).orElseGet(UUID::randomUUID));
            form(caller, sheet, open, open.map(c -> Typed.of(c.asked())).orElse(Typed.NOTHING), model);
            model.addAttribute("step", open.isPresent() ? Step.JOIN : Step.NEW);
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute("refusal", refused.problem().code());
        }
        return PAGE;
    }

    private void calendar(Caller caller, String code, YearMonth shown, Optional<LocalDate> chosen, Model model) {
        var month = months.of(caller, code, shown);
        model.addAttribute("institution", month.institution());
        model.addAttribute("institutions", caller.headed().contains(month.institution()) ? caller.headed() : List.of());
        model.addAttribute("inStead", month.inStead());
        model.addAttribute("month", shown);
        model.addAttribute("later", shown.isBefore(YearMonth.now(clock)));
        model.addAttribute("weeks", weeks(month.days()));
        model.addAttribute("weekdays", DayOfWeek.values());
        model.addAttribute("chosen", chosen);
        model.addAttribute("today", LocalDate.now(clock));
    }

    /** From Monday to Sunday; no day before the first and after the last. */
    private static List<List<Optional<Day>>> weeks(List<Day> days) {
        var cells = new ArrayList<Optional<Day>>();
        Stream.generate(Optional::<Day>empty)
                .limit(days.get(0).day().getDayOfWeek().getValue() - 1L)
                .forEach(cells::add);
        days.stream().map(Optional::of).forEach(cells::add);
        while (cells.size() % DayOfWeek.values().length != 0) cells.add(Optional.empty());
        var weeks = new ArrayList<List<Optional<Day>>>();
        for (int i = 0; i < cells.size(); i += DayOfWeek.values().length) {
            weeks.add(cells.subList(i, i + DayOfWeek.values().length));
        }
        return weeks;
    }

    private void form(Caller caller, DaySheet sheet, Optional<Correction> open, Typed typed, Model model) {
        var asked = open.filter(c -> c.state() == Correction.State.PENDING)
                .map(c -> Typed.of(c.asked()))
                .orElse(Typed.NOTHING);
        model.addAttribute(
                "rows",
                sheet.lines().stream()
                        .map(l -> new Row(l, typed, asked, List.of()))
                        .toList());
        model.addAttribute("sheet", sheet);
        model.addAttribute("open", open);
        model.addAttribute("typed", typed);
        model.addAttribute("sessions", Session.values());
        model.addAttribute("kinds", Correction.Kind.values());
        model.addAttribute(
                "outlook",
                months.outlook(caller, sheet.institution(), sheet.terms().day()));
        model.addAttribute(
                "unmarked",
                sheet.lines().stream()
                        .flatMap(l -> Stream.of(Session.values()).map(l::half))
                        .anyMatch(h -> h.status() == SessionStatus.UNMARKED));
    }

    @GetMapping("/corrections/{id}/resubmit")
    String mend(@PathVariable UUID id, Model model) {
        var caller = callers.current();
        var request = mine(caller, id);
        var sheet = months.sheet(caller, request.institution().code(), request.day());
        show(caller, Step.RESUBMIT, request.institution(), sheet, Optional.of(request), model);
        form(caller, sheet, Optional.of(request), Typed.of(request.asked()), model);
        model.addAttribute("id", id);
        return PAGE;
    }

    private Correction mine(Caller caller, UUID id) {
        var request = corrections.find(caller, id);
        if (!requests.mayChange(caller, request)) throw caller.refused(request.institution());
        return request;
    }

    private void show(
            Caller caller, Step step, Institution institution, DaySheet sheet, Optional<Correction> open, Model model) {
        model.addAttribute("step", step);
        var day = sheet.terms().day();
        if (step == Step.NEW) {
            calendar(caller, institution.code(), YearMonth.from(day), Optional.of(day), model);
            return;
        }
        model.addAttribute("institution", institution);
        model.addAttribute("inStead", open.flatMap(Correction::inStead).isPresent());
        model.addAttribute("chosen", Optional.of(day));
    }

    /** A new request; {@code fill} is {@code all-present}: nothing is sent yet. */
    @PostMapping("/corrections")
    String ask(
            @RequestParam UUID id,
            @RequestParam String institution,
            @RequestParam LocalDate day,
            @RequestParam Optional<String> fill,
            @RequestParam(name = "file") Optional<MultipartFile> file,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var sheet = months.sheet(caller, institution, day);
        var sent = new Sent(id, sheet, Optional.empty(), form, file, fill);
        return take(caller, Step.NEW, sent, model, locale, after, response);
    }

    /** Further staff join the open request. */
    @PostMapping("/corrections/{id}/join")
    String join(
            @PathVariable UUID id,
            @RequestParam Optional<String> fill,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        return takeAgain(Step.JOIN, id, fill, Optional.empty(), form, model, locale, after, response);
    }

    @PostMapping("/corrections/{id}/resubmit")
    String resubmit(
            @PathVariable UUID id,
            @RequestParam Optional<String> fill,
            @RequestParam(name = "file") Optional<MultipartFile> file,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        return takeAgain(Step.RESUBMIT, id, fill, file, form, model, locale, after, response);
    }

    private String takeAgain(
            Step step,
            UUID id,
            Optional<String> fill,
            Optional<MultipartFile> file,
            MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var request = mine(caller, id);
        var sheet = months.sheet(caller, request.institution().code(), request.day());
        var sent = new Sent(id, sheet, Optional.of(request), form, file, fill);
        return take(caller, step, sent, model, locale, after, response);
    }

    /** A form as it arrived. */
    private record Sent(
            UUID id,
            DaySheet sheet,
            Optional<Correction> open,
            MultiValueMap<String, String> form,
            Optional<MultipartFile> file,
            Optional<String> fill) {

        /** With the scans that had arrived before. */
        Typed typed() {
            var sessions = new HashMap<String, SessionStatus>();
            for (var line : sheet.lines()) {
                for (var session : Session.values()) {
                    var field = field(session, line.employeeCode());
                    OPTIONS.stream()
                            .filter(s -> s.name().equals(form.getFirst(field)))
                            .findFirst()
                            .filter(s -> s != line.half(session).status())
                            .ifPresent(s -> sessions.put(field, s));
                    if (allPresent() && line.half(session).status() == SessionStatus.UNMARKED) {
                        sessions.putIfAbsent(field, SessionStatus.PRESENT);
                    }
                }
            }
            return new Typed(
                    sessions,
                    open.map(c -> Typed.remarks(c.asked())).orElse(Map.of()),
                    Stream.of(Correction.Kind.values())
                            .filter(k -> k.name().equals(form.getFirst("kind")))
                            .findFirst(),
                    Optional.ofNullable(form.getFirst("reason")).orElse(""),
                    Optional.ofNullable(form.get("scans")).orElse(List.of()));
        }

        boolean allPresent() {
            return fill.filter("all-present"::equals).isPresent();
        }
    }

    private String take(
            Caller caller,
            Step step,
            Sent sent,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var typed = sent.typed();
        try {
            typed = withScan(caller, typed, sent.file());
            if (!sent.allPresent()) {
                send(caller, step, sent, typed);
                after.addFlashAttribute("notice", "correction.sent");
                return "redirect:/corrections/" + sent.id();
            }
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            showAgain(caller, step, sent, typed, model);
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute("refusal", refused.problem().code());
            model.addAttribute("rows", rows(sent, typed, refused, locale));
            return PAGE;
        }
        showAgain(caller, step, sent, typed, model);
        return PAGE;
    }

    private void showAgain(Caller caller, Step step, Sent sent, Typed typed, Model model) {
        show(caller, step, sent.sheet().institution(), sent.sheet(), sent.open(), model);
        form(caller, sent.sheet(), sent.open(), typed, model);
        model.addAttribute("id", sent.id());
    }

    private void send(Caller caller, Step step, Sent sent, Typed typed) {
        switch (step) {
            case NEW ->
                requests.request(
                        caller,
                        sent.id(),
                        sent.sheet().institution().code(),
                        sent.sheet().terms().day(),
                        typed.asking(sent.sheet()));
            case JOIN -> requests.join(caller, sent.id(), typed.lines(sent.sheet()));
            case RESUBMIT -> requests.resubmit(caller, sent.id(), typed.asking(sent.sheet()));
        }
    }

    private Typed withScan(Caller caller, Typed typed, Optional<MultipartFile> file) throws IOException {
        var given = file.filter(f -> !f.isEmpty());
        if (given.isEmpty()) return typed;
        var kept = scans.keep(caller.login(), given.get().getBytes()).hash().hex();
        var all = Stream.concat(typed.scans().stream(), Stream.of(kept))
                .distinct()
                .toList();
        return new Typed(typed.sessions(), typed.remarks(), typed.kind(), typed.reason(), all);
    }

    /** Each line with what is wrong about it. */
    private List<Row> rows(Sent sent, Typed typed, Refused refused, Locale locale) {
        var asked = sent.open()
                .filter(c -> c.state() == Correction.State.PENDING)
                .map(c -> Typed.of(c.asked()))
                .orElse(Typed.NOTHING);
        var lines = typed.lines(sent.sheet());
        var errors = new HashMap<String, List<String>>();
        for (var error : refused.errors()) {
            if (!error.field().startsWith("lines[")) continue;
            var line = lines.get(Integer.parseInt(error.field().replaceAll("\\D", "")));
            errors.computeIfAbsent(line.employeeCode(), code -> new ArrayList<>())
                    .add(texts.text("field." + error.code(), Map.of(), locale));
        }
        return sent.sheet().lines().stream()
                .map(l -> new Row(l, typed, asked, errors.getOrDefault(l.employeeCode(), List.of())))
                .toList();
    }
}
