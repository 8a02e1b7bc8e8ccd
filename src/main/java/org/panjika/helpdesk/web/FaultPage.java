package org.panjika.helpdesk.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.FaultEffect;
import org.panjika.attendance.FaultSession;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.helpdesk.Claim;
import org.panjika.helpdesk.Fault;
import org.panjika.helpdesk.Faults;
import org.panjika.helpdesk.Settlement;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.Scans;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a fault is claimed, seen and settled (C15, BR-19). */
@Controller
@RequestMapping("/faults")
class FaultPage {

    private static final int AT_ONCE = 30;
    private static final int LONGEST_TEXT = 1000;

    private final Faults faults;
    private final Settlement settlement;
    private final StaffList staff;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;
    private final Clock clock;

    FaultPage(
            Faults faults,
            Settlement settlement,
            StaffList staff,
            Callers callers,
            Scans scans,
            ProblemTexts texts,
            Clock clock) {
        this.faults = faults;
        this.settlement = settlement;
        this.staff = staff;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
        this.clock = clock;
    }

    /** For whom a person may report a fault: the scope, and the code of the person or the institution. */
    record Choice(Fault.Scope scope, String code, Optional<Institution> institution) {

        public String value() {
            return scope + " " + code;
        }
    }

    @GetMapping
    String list(@RequestParam Optional<Long> before, Model model) {
        var caller = callers.current();
        var found = faults.list(caller, before, AT_ONCE + 1);
        var shown = found.stream().limit(AT_ONCE).toList();
        model.addAttribute("faults", shown);
        model.addAttribute(
                "next",
                found.size() > AT_ONCE
                        ? Optional.of(shown.get(AT_ONCE - 1).fault().number())
                        : Optional.empty());
        model.addAttribute("first", before.isEmpty());
        form(caller, model);
        return "helpdesk/faults";
    }

    private void form(Caller caller, Model model) {
        var today = LocalDate.now(clock);
        model.addAttribute("choices", choices(caller));
        model.addAttribute("anyArea", faults.speaksForAll(caller));
        model.addAttribute("kinds", Fault.Kind.values());
        model.addAttribute("id", UUID.randomUUID());
        model.addAttribute("from", today.atStartOfDay());
        model.addAttribute("to", today.atTime(23, 59));
        model.addAttribute("zone", clock.getZone());
    }

    private static List<Choice> choices(Caller caller) {
        var own = caller.staff()
                .filter(s -> caller.placeOfWork().isPresent())
                .map(s -> new Choice(Fault.Scope.PERSON, s.employeeCode(), Optional.empty()));
        var headed = caller.headed().stream()
                .map(i -> new Choice(
                        i.kind().isSchool() ? Fault.Scope.INSTITUTION : Fault.Scope.AREA, i.code(), Optional.of(i)));
        return Stream.concat(own.stream(), headed).toList();
    }

    /**
     * A claim from the form; without a period and a choice, one tap: the own sessions of today.
     *
     * @param under code of an area that is declared instead of the choice, for who speaks for all
     */
    @PostMapping
    String claim(
            @RequestParam UUID id,
            @RequestParam(defaultValue = "OTHER") Fault.Kind kind,
            @RequestParam Optional<String> scope,
            @RequestParam Optional<String> under,
            @RequestParam Optional<String> text,
            @RequestParam("from") Optional<LocalDateTime> from,
            @RequestParam("to") Optional<LocalDateTime> to,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response) {
        var caller = callers.current();
        var today = LocalDate.now(clock);
        var words = text.map(String::strip).filter(t -> !t.isEmpty());
        if (words.filter(w -> w.length() > LONGEST_TEXT).isPresent()) {
            throw new Refused(
                    CommonProblem.INVALID_FIELDS, Map.of(), List.of(new Refused.FieldError("text", "too-long")));
        }
        var area = under.map(String::strip).filter(u -> !u.isEmpty());
        var chosen = area.map(u -> new Choice(Fault.Scope.AREA, u, Optional.empty()))
                .or(() -> choices(caller).stream()
                        .filter(c -> scope.isEmpty()
                                ? c.scope() == Fault.Scope.PERSON
                                : c.value().equals(scope.get()))
                        .findFirst())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        var begins = from.orElse(today.atStartOfDay());
        var ends = to.orElse(today.plusDays(1).atStartOfDay());
        try {
            faults.report(caller, new Claim(id, kind, chosen.scope(), chosen.code(), at(begins), at(ends), words));
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            list(Optional.empty(), model);
            model.addAttribute("from", begins);
            model.addAttribute("to", ends);
            model.addAttribute("kind", kind);
            model.addAttribute("chosen", scope.orElse(""));
            model.addAttribute("under", area.orElse(""));
            model.addAttribute("text", words.orElse(""));
            model.addAttribute("problem", texts.detail(refused, locale));
            return "helpdesk/faults";
        }
        after.addFlashAttribute("notice", "fault.reported");
        return "redirect:/faults/" + id;
    }

    private Instant at(LocalDateTime local) {
        return local.atZone(clock.getZone()).toInstant();
    }

    @GetMapping("/{id}")
    String fault(@PathVariable UUID id, @RequestParam Optional<String> institution, Model model, Locale locale) {
        show(callers.current(), id, institution, model, locale);
        return "helpdesk/fault";
    }

    private void show(Caller caller, UUID id, Optional<String> institution, Model model, Locale locale) {
        var found = faults.find(caller, id);
        var fault = found.fault();
        var language = locale.getLanguage();
        var sheets = settlement.sheets(caller, fault);
        var sheet = sheets.stream()
                .filter(s -> institution.filter(s.institution().code()::equals).isPresent())
                .findFirst()
                .or(() -> sheets.stream().findFirst());
        model.addAttribute("found", found);
        model.addAttribute("fault", fault);
        model.addAttribute("by", name(fault.by(), language));
        model.addAttribute("decidedBy", fault.decision().map(d -> name(d.by(), language)));
        model.addAttribute("sheets", sheets);
        model.addAttribute("sheet", sheet);
        model.addAttribute("onPaper", sheet.map(s -> settlement.onPaper(s.institution())));
        model.addAttribute(
                "settlements",
                settlement.evidence(caller, id).stream()
                        .map(s -> new Evidence(
                                s,
                                name(s.by(), language),
                                s.witnesses().stream()
                                        .flatMap(w -> staff.find(w).stream())
                                        .map(w -> named(w, language))
                                        .toList()))
                        .toList());
        model.addAttribute("sessions", Session.values());
        model.addAttribute("options", FaultEffect.SETTLED);
        model.addAttribute("zone", clock.getZone());
    }

    /** A settlement with the names of who settled and of who bore witness. */
    record Evidence(Fault.Settled settled, String by, List<String> witnesses) {}

    /** A login that is no employee code stands for itself. */
    private String name(String login, String language) {
        return staff.find(login).map(s -> named(s, language)).orElse(login);
    }

    private static String named(Staff person, String language) {
        return person.name(language) + " (" + person.employeeCode() + ")";
    }

    @PostMapping("/{id}/settle")
    String settle(
            @PathVariable UUID id,
            @RequestParam Optional<String> institution,
            @RequestParam Optional<MultipartFile> scan,
            @RequestParam Optional<String> statement,
            @RequestParam(required = false, name = "witness") List<String> witnesses,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var fault = faults.find(caller, id).fault();
        var open = settlement.sheets(caller, fault).stream()
                .filter(s -> institution.isEmpty()
                        || institution.get().equals(s.institution().code()))
                .findFirst()
                .map(Settlement.Sheet::lines)
                .orElse(List.of());
        try {
            var lines = lines(open, form);
            var evidence = new Settlement.Evidence(
                    kept(caller, scan),
                    statement,
                    Optional.ofNullable(witnesses).orElse(List.of()).stream()
                            .filter(w -> !w.isBlank())
                            .toList());
            settlement.settle(caller, id, institution, lines, evidence);
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            show(caller, id, institution, model, locale);
            model.addAttribute("typed", form.toSingleValueMap());
            model.addAttribute("problem", texts.detail(refused, locale));
            return "helpdesk/fault";
        }
        after.addFlashAttribute("notice", "fault.saved");
        return "redirect:/faults/" + id;
    }

    private Optional<String> kept(Caller caller, Optional<MultipartFile> scan) throws IOException {
        var given = scan.filter(s -> !s.isEmpty());
        if (given.isEmpty()) return Optional.empty();
        return Optional.of(
                scans.keep(caller.login(), given.get().getBytes()).hash().hex());
    }

    /** Fields are named {@code FORENOON.<day>.<employee code>}; what is left out stays TECHNICAL. */
    private static List<FaultEffect.Line> lines(List<FaultSession> open, MultiValueMap<String, String> form) {
        var lines = new ArrayList<FaultEffect.Line>();
        for (var session : open) {
            var key = "." + session.day() + "." + session.employeeCode();
            var forenoon = status(form.getFirst(Session.FORENOON + key));
            var afternoon = status(form.getFirst(Session.AFTERNOON + key));
            if (forenoon.or(() -> afternoon).isEmpty()) continue;
            lines.add(
                    new FaultEffect.Line(session.employeeCode(), session.day(), forenoon, afternoon, Optional.empty()));
        }
        return lines;
    }

    private static Optional<SessionStatus> status(String text) {
        return FaultEffect.SETTLED.stream().filter(s -> s.name().equals(text)).findFirst();
    }
}
