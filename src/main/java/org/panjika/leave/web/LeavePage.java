package org.panjika.leave.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveApplications;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveReturns;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.LeaveType;
import org.panjika.leave.web.Typing.Given;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.ContentHash;
import org.panjika.storage.Scans;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a person asks for leave, sees what is left and where that comes from, and what became of applications (RJ-2). */
@Controller
@RequestMapping("/leave")
class LeavePage {

    private static final int AT_ONCE = 20;

    private static final String ADMINISTRATOR = "ADMINISTRATOR";

    private final LeaveApplications applications;
    private final AskForLeave asking;
    private final LeaveReturns returns;
    private final LeaveBalances balances;
    private final StaffList staffList;
    private final Officer officer;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;
    private final Clock clock;

    LeavePage(
            LeaveApplications applications,
            AskForLeave asking,
            LeaveReturns returns,
            LeaveBalances balances,
            StaffList staffList,
            Officer officer,
            Callers callers,
            Scans scans,
            ProblemTexts texts,
            Clock clock) {
        this.applications = applications;
        this.asking = asking;
        this.returns = returns;
        this.balances = balances;
        this.staffList = staffList;
        this.officer = officer;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What has been typed, so that nothing is lost when it is refused.
     *
     * @param documents hashes of those sent before
     */
    record Typed(
            String type,
            LocalDate from,
            LocalDate to,
            Session fromSession,
            Session toSession,
            String reason,
            String officiating,
            List<String> documents) {

        Typed {
            type = requireNonNullElse(type, "");
            fromSession = requireNonNullElse(fromSession, Session.FORENOON);
            toSession = requireNonNullElse(toSession, Session.AFTERNOON);
            reason = requireNonNullElse(reason, "");
            officiating = requireNonNullElse(officiating, "");
            documents = documents == null ? List.of() : List.copyOf(documents);
        }

        static Typed on(LocalDate day) {
            return new Typed("", day, day, null, null, "", "", List.of());
        }

        static Typed of(Leave leave) {
            return new Typed(
                    leave.type(),
                    leave.from(),
                    leave.to(),
                    leave.span().first().session(),
                    leave.span().last().session(),
                    leave.reason(),
                    "",
                    leave.attachments().stream().map(ContentHash::hex).toList());
        }

        Typed as(String kind) {
            return new Typed(kind, from, to, fromSession, toSession, reason, officiating, documents);
        }

        Typed with(ContentHash document) {
            var all = Stream.concat(documents.stream(), Stream.of(document.hex()))
                    .distinct()
                    .toList();
            return new Typed(type, from, to, fromSession, toSession, reason, officiating, all);
        }

        /** @throws Refused {@code invalid-fields} without days, {@code leave-dates-reversed} */
        LeaveRequest request(UUID id, Optional<String> contact, Optional<UUID> changes) {
            Typing.refuseMissing(new Given("from", from), new Given("to", to));
            return new LeaveRequest(
                    id,
                    type,
                    LeaveApi.span(from, fromSession, to, toSession),
                    reason.strip(),
                    contact,
                    documents,
                    Optional.of(officiating.strip()).filter(o -> !o.isEmpty()),
                    changes);
        }
    }

    @GetMapping
    String page(@RequestParam Optional<Long> before, Model model) {
        var caller = callers.current();
        var day = applications.firstWorkDay(person(caller), LocalDate.now(clock));
        show(caller, before, Typed.on(day), model);
        return "leave/leave";
    }

    private void show(Caller caller, Optional<Long> before, Typed typed, Model model) {
        var person = person(caller);
        var found = applications.of(person, before, AT_ONCE + 1);
        var shown = found.stream().limit(AT_ONCE).toList();
        model.addAttribute("id", UUID.randomUUID());
        model.addAttribute("typed", typed);
        var types = applications.types(person);
        model.addAttribute("types", types);
        model.addAttribute(
                "names",
                types.stream()
                        .collect(Collectors.toMap(
                                LeaveType::code,
                                t -> t.name(LocaleContextHolder.getLocale().getLanguage()))));
        model.addAttribute("mayApply", asking.mayApply(person, LocalDate.now(clock)));
        model.addAttribute("sessions", Session.values());
        model.addAttribute("heads", !caller.inChargeOf().isEmpty());
        model.addAttribute("headed", caller.inChargeOf());
        model.addAttribute("month", java.time.YearMonth.now(clock));
        model.addAttribute("balances", balances.of(person, LocalDate.now(clock)));
        model.addAttribute("leaves", shown);
        model.addAttribute("deputies", applications.deputies(shown));
        model.addAttribute(
                "next",
                found.size() > AT_ONCE ? Optional.of(shown.get(AT_ONCE - 1).number()) : Optional.empty());
    }

    private static Staff person(Caller caller) {
        return caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** The part of the form that changes while it is typed: the count, what is left after it, who decides. */
    @GetMapping("/outlook")
    String outlook(
            @RequestParam Optional<String> type,
            @RequestParam Optional<LocalDate> from,
            @RequestParam Optional<LocalDate> to,
            @RequestParam Optional<Session> fromSession,
            @RequestParam Optional<Session> toSession,
            @RequestParam(defaultValue = "") List<String> documents,
            Model model,
            Locale locale) {
        var person = person(callers.current());
        var kind = type.filter(t -> !t.isBlank());
        if (kind.isPresent() && from.isPresent() && to.isPresent()) {
            try {
                var span = LeaveApi.span(from.get(), fromSession.orElse(null), to.get(), toSession.orElse(null));
                var outlook = asking.outlook(person, kind.get(), span);
                model.addAttribute("outlook", outlook);
                model.addAttribute("documentFrom", outlook.documentFrom().filter(days -> documents.isEmpty()));
                model.addAttribute("decides", decides(outlook.office()));
                applications.types(person).stream()
                        .filter(t -> t.code().equals(kind.get()))
                        .findFirst()
                        .ifPresent(t -> model.addAttribute("kind", t));
            } catch (Refused refused) {
                model.addAttribute("problem", texts.detail(refused, locale));
            }
        }
        return "leave/leave :: outlook";
    }

    /**
     * Who decides.
     *
     * @param seat what the office's head is, such as CBEO
     * @param holder who acts for it today
     */
    record Decider(String seat, Optional<Staff> holder) {}

    private Decider decides(String office) {
        var end = office.lastIndexOf('_');
        // at the top administrators decide, whose group is no office's (C4)
        return new Decider(end < 0 ? ADMINISTRATOR : office.substring(0, end), officer.holder(office));
    }

    @PostMapping
    String ask(
            @RequestParam UUID id,
            @ModelAttribute("typed") Typed typed,
            @RequestParam Optional<MultipartFile> document,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var kept = typed;
        try {
            kept = kept(caller, typed, document);
            asking.apply(caller, kept.request(id, Optional.empty(), Optional.empty()));
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            show(caller, Optional.empty(), kept, model);
            model.addAttribute("refused", texts.detail(refused, locale));
            model.addAttribute("wrong", Typing.fields(refused));
            return "leave/leave";
        }
        after.addFlashAttribute("notice", "leave.asked");
        return "redirect:/leave/applications/" + id;
    }

    private Typed kept(Caller caller, Typed typed, Optional<MultipartFile> document) throws IOException {
        var given = document.filter(d -> !d.isEmpty());
        return given.isEmpty()
                ? typed
                : typed.with(scans.keep(caller.login(), given.get().getBytes()).hash());
    }

    /** "I shall not come": the head learns it (BR-12). */
    @PostMapping("/intimations")
    String intimate(
            @RequestParam UUID id,
            @RequestParam LocalDate from,
            @RequestParam LocalDate to,
            @RequestParam(defaultValue = "") String text,
            RedirectAttributes after) {
        var said = Optional.of(text.strip()).filter(t -> !t.isEmpty());
        asking.intimate(callers.current(), id, LeaveApi.span(from, null, to, null), said);
        after.addFlashAttribute("notice", "leave.intimated");
        return "redirect:/leave";
    }

    @GetMapping("/applications/{id}")
    String application(@PathVariable UUID id, Model model, Locale locale) {
        var caller = callers.current();
        var leave = applications.find(caller, id);
        applications.paper(leave).ifPresent(kept -> model.addAttribute("written", TypedPaper.of(kept)));
        show(caller, id, Typed.of(leave), model, locale);
        return "leave/application";
    }

    private void show(Caller caller, UUID id, Typed typed, Model model, Locale locale) {
        var leave = applications.find(caller, id);
        var language = locale.getLanguage();
        model.addAttribute("leave", leave);
        model.addAttribute("typed", typed);
        model.addAttribute("sessions", Session.values());
        model.addAttribute("heads", false);
        model.addAttribute("kind", applications.type(leave));
        model.addAttribute("own", caller.is(leave.person().id()));
        model.addAttribute("mayEnd", applications.mayEnd(caller, leave));
        model.addAttribute("mayAskAgain", asking.mayResubmit(caller, leave));
        model.addAttribute("hasThePaper", asking.hasThePaper(caller, leave));
        model.addAttribute("today", LocalDate.now(clock));
        model.addAttribute("types", applications.types(leave.person()));
        model.addAttribute("deputy", applications.deputy(leave));
        model.addAttribute("decides", applications.waitsFor(leave).map(this::decides));
        model.addAttribute("paper", applications.paper(leave));
        model.addAttribute("workedFrom", applications.workedFrom(leave));
        model.addAttribute("documents", applications.documents(caller, leave));
        model.addAttribute("uncharged", applications.uncharged(leave));
        model.addAttribute("returnAsked", applications.returnAsked(leave));
        model.addAttribute(
                "steps",
                applications.steps(leave).stream()
                        .map(s -> new Step(s, name(s.by(), language)))
                        .toList());
        model.addAttribute("zone", clock.getZone());
        model.addAttribute("exchange", UUID.randomUUID());
    }

    /** What became of it, with the name of who did it. */
    record Step(Leave.Step step, String by) {}

    /** A login that is no employee code stands for itself. */
    private String name(String login, String language) {
        return staffList.find(login).map(s -> s.name(language)).orElse(login);
    }

    /** @param step withdraw, again, cancel, join or exchange */
    @PostMapping("/applications/{id}")
    String step(
            @PathVariable UUID id,
            @RequestParam String step,
            @RequestParam Optional<LocalDate> day,
            @RequestParam Optional<Session> session,
            @RequestParam Optional<UUID> exchange,
            @ModelAttribute("typed") Typed typed,
            @RequestParam Optional<MultipartFile> document,
            @ModelAttribute("written") TypedPaper written,
            @RequestParam Optional<MultipartFile> scan,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var leave = applications.find(caller, id);
        var shown = id;
        var kept = step.equals("again") ? typed : Typed.of(leave);
        var anew = step.equals("again") && asking.hasThePaper(caller, leave);
        var paper = anew ? Optional.of(written) : applications.paper(leave).map(TypedPaper::of);
        try {
            kept = kept(caller, kept, document);
            if (anew) {
                paper = Optional.of(written.kept(scan, scans, caller));
                Typing.refuseMissing(paper.get().compulsory());
            }
            switch (step) {
                case "withdraw" -> asking.withdraw(caller, id);
                case "cancel" -> returns.cancel(caller, id);
                case "join" ->
                    returns.join(caller, id, new HalfDay(day.orElse(leave.to()), session.orElse(Session.FORENOON)));
                case "again" -> {
                    var request = kept.request(id, leave.contact(), leave.changes());
                    asking.resubmit(caller, request, paper.filter(p -> anew).map(TypedPaper::paper));
                }
                case "exchange" -> {
                    shown = exchange.orElseGet(UUID::randomUUID);
                    asking.apply(caller, kept.as(typed.type()).request(shown, leave.contact(), Optional.of(id)));
                }
                default -> throw new Refused(CommonProblem.NOT_FOUND);
            }
        } catch (Refused refused) {
            if (refused.problem() == CommonProblem.NOT_FOUND) throw refused;
            response.setStatus(refused.problem().status());
            model.addAttribute("written", paper.orElse(written));
            show(caller, id, kept, model, locale);
            model.addAttribute("back", new HalfDay(day.orElse(leave.to()), session.orElse(Session.FORENOON)));
            model.addAttribute("other", typed.type());
            model.addAttribute("refused", texts.detail(refused, locale));
            model.addAttribute("wrong", Typing.fields(refused));
            return "leave/application";
        }
        after.addFlashAttribute("notice", "leave.done");
        return "redirect:/leave/applications/" + shown;
    }
}
