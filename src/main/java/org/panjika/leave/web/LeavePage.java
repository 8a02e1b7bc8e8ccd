package org.panjika.leave.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** What has been typed, so that nothing is lost when it is refused. */
    record Typed(
            String type,
            LocalDate from,
            LocalDate to,
            Session fromSession,
            Session toSession,
            String reason,
            String officiating) {}

    @GetMapping
    String page(@RequestParam Optional<Long> before, Model model) {
        var caller = callers.current();
        var day = applications.firstWorkDay(person(caller), LocalDate.now(clock));
        var typed = new Typed("", day, day, Session.FORENOON, Session.AFTERNOON, "", "");
        show(caller, before, typed, model);
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
        model.addAttribute("sessions", Session.values());
        model.addAttribute("heads", !caller.headed().isEmpty());
        model.addAttribute("headed", caller.headed());
        model.addAttribute("month", java.time.YearMonth.now(clock));
        model.addAttribute("balances", balances.of(person, LocalDate.now(clock)));
        model.addAttribute("leaves", shown);
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
            Model model,
            Locale locale) {
        var person = person(callers.current());
        var kind = type.filter(t -> !t.isBlank());
        if (kind.isPresent() && from.isPresent() && to.isPresent()) {
            try {
                var span = LeaveApi.span(from.get(), fromSession.orElse(null), to.get(), toSession.orElse(null));
                var outlook = asking.outlook(person, kind.get(), span);
                model.addAttribute("outlook", outlook);
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
        return new Decider(office.substring(0, office.lastIndexOf('_')), officer.holder(office));
    }

    @PostMapping
    String ask(
            @RequestParam UUID id,
            @RequestParam String type,
            @RequestParam LocalDate from,
            @RequestParam LocalDate to,
            @RequestParam(defaultValue = "FORENOON") Session fromSession,
            @RequestParam(defaultValue = "AFTERNOON") Session toSession,
            @RequestParam String reason,
            @RequestParam Optional<String> officiating,
            @RequestParam Optional<MultipartFile> document,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        try {
            asking.apply(
                    caller,
                    new LeaveRequest(
                            id,
                            type,
                            LeaveApi.span(from, fromSession, to, toSession),
                            reason.strip(),
                            Optional.empty(),
                            kept(document),
                            officiating.map(String::strip).filter(o -> !o.isEmpty()),
                            Optional.empty()));
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            var typed = new Typed(type, from, to, fromSession, toSession, reason, officiating.orElse(""));
            show(caller, Optional.empty(), typed, model);
            model.addAttribute("refused", texts.detail(refused, locale));
            return "leave/leave";
        }
        after.addFlashAttribute("notice", "leave.asked");
        return "redirect:/leave/applications/" + id;
    }

    private List<String> kept(Optional<MultipartFile> document) throws IOException {
        var given = document.filter(d -> !d.isEmpty());
        if (given.isEmpty()) return List.of();
        return List.of(scans.keep(given.get().getBytes()).hash().hex());
    }

    @GetMapping("/applications/{id}")
    String application(@PathVariable UUID id, Model model, Locale locale) {
        show(callers.current(), id, model, locale);
        return "leave/application";
    }

    private void show(Caller caller, UUID id, Model model, Locale locale) {
        var leave = applications.find(caller, id);
        var language = locale.getLanguage();
        model.addAttribute("leave", leave);
        model.addAttribute("kind", applications.type(leave));
        model.addAttribute("own", caller.is(leave.person().id()));
        model.addAttribute("mayEnd", applications.mayEnd(caller, leave));
        model.addAttribute("types", applications.types(leave.person()));
        model.addAttribute(
                "decides",
                leave.state() == Leave.State.PENDING
                        ? Optional.of(decides(applications.office(leave)))
                        : Optional.empty());
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
            @RequestParam Optional<String> reason,
            @RequestParam Optional<String> type,
            @RequestParam Optional<UUID> exchange,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response) {
        var caller = callers.current();
        var leave = applications.find(caller, id);
        var shown = id;
        try {
            switch (step) {
                case "withdraw" -> asking.withdraw(caller, id);
                case "cancel" -> returns.cancel(caller, id);
                case "join" ->
                    returns.join(caller, id, new HalfDay(day.orElse(leave.to()), session.orElse(Session.FORENOON)));
                case "again" -> asking.resubmit(caller, again(leave, reason));
                case "exchange" -> shown = exchanged(caller, leave, type, exchange);
                default -> throw new Refused(CommonProblem.NOT_FOUND);
            }
        } catch (Refused refused) {
            if (refused.problem() == CommonProblem.NOT_FOUND) throw refused;
            response.setStatus(refused.problem().status());
            show(caller, id, model, locale);
            model.addAttribute("refused", texts.detail(refused, locale));
            return "leave/application";
        }
        after.addFlashAttribute("notice", "leave.done");
        return "redirect:/leave/applications/" + shown;
    }

    private static LeaveRequest again(Leave leave, Optional<String> reason) {
        return new LeaveRequest(
                leave.id(),
                leave.type(),
                leave.span(),
                reason.map(String::strip).filter(r -> !r.isEmpty()).orElse(leave.reason()),
                leave.contact(),
                leave.attachments().stream().map(ContentHash::hex).toList(),
                Optional.empty(),
                leave.changes());
    }

    private UUID exchanged(Caller caller, Leave leave, Optional<String> type, Optional<UUID> exchange) {
        var id = exchange.orElseGet(UUID::randomUUID);
        asking.apply(
                caller,
                new LeaveRequest(
                        id,
                        type.orElse(""),
                        leave.span(),
                        leave.reason(),
                        leave.contact(),
                        leave.attachments().stream().map(ContentHash::hex).toList(),
                        Optional.empty(),
                        Optional.of(leave.id())));
        return id;
    }
}
