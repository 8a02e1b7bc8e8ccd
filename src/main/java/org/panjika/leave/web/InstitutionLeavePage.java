package org.panjika.leave.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveApplications;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.web.Typing.Given;
import org.panjika.lists.SheetWriter;
import org.panjika.lists.SheetWriter.Format;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.Scans;
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

/** Who of an institution is on leave in a month, the leave register, and the form for leave from paper (BR-11, BR-12). */
@Controller
@RequestMapping("/institutions/{code}/leave")
class InstitutionLeavePage {

    private static final int AT_ONCE = 500;

    private static final List<String> REGISTER = List.of(
            "employee_code",
            "name",
            "type",
            "from",
            "from_session",
            "to",
            "to_session",
            "days",
            "state",
            "reason",
            "guard_file",
            "applied_on",
            "sanctioned_by",
            "sanctioned_on",
            "order_number");

    private final LeaveApplications applications;
    private final AskForLeave ask;
    private final Institutions institutions;
    private final StaffList staffList;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;
    private final Clock clock;

    InstitutionLeavePage(
            LeaveApplications applications,
            AskForLeave ask,
            Institutions institutions,
            StaffList staffList,
            Callers callers,
            Scans scans,
            ProblemTexts texts,
            Clock clock) {
        this.applications = applications;
        this.ask = ask;
        this.institutions = institutions;
        this.staffList = staffList;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
        this.clock = clock;
    }

    /** What has been typed into the form for leave from paper, beside the paper itself, so that nothing is lost when it is refused. */
    record Typed(
            String employeeCode, String type, LocalDate from, LocalDate to, Session fromSession, Session toSession) {

        Typed {
            fromSession = requireNonNullElse(fromSession, Session.FORENOON);
            toSession = requireNonNullElse(toSession, Session.AFTERNOON);
        }

        static Typed on(LocalDate today) {
            return new Typed("", "", today, today, null, null);
        }

        /** @throws Refused {@code invalid-fields} naming what is missing */
        void refuseMissing(TypedPaper written) {
            var own = Stream.of(
                    new Given("employeeCode", employeeCode),
                    new Given("type", type),
                    new Given("from", from),
                    new Given("to", to));
            Typing.refuseMissing(
                    Stream.concat(own, Stream.of(written.compulsory())).toArray(Given[]::new));
        }

        /** The month that the page shows: of the first day, as far as it is typed. */
        YearMonth month(LocalDate today) {
            return YearMonth.from(from == null ? today : from);
        }

        LeaveRequest request(UUID id) {
            return new LeaveRequest(
                    id,
                    type,
                    LeaveApi.span(from, fromSession, to, toSession),
                    "",
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** A person's month. */
    record Row(Staff person, Map<LocalDate, List<Part>> days) {

        /** The leave of a day, in the order of its sessions. */
        public List<Part> on(LocalDate day) {
            return days.getOrDefault(day, List.of());
        }
    }

    /**
     * Leave on a day.
     *
     * @param half the session, where it is one of the two
     */
    record Part(Leave leave, Optional<Session> half) implements Comparable<Part> {

        static Part of(Leave leave, LocalDate day) {
            var sessions = Stream.of(Session.values())
                    .filter(session -> leave.span().contains(new HalfDay(day, session)))
                    .toList();
            return new Part(
                    leave, Optional.of(sessions.get(0)).filter(session -> sessions.size() < Session.values().length));
        }

        @Override
        public int compareTo(Part other) {
            return leave.span().first().compareTo(other.leave.span().first());
        }
    }

    @GetMapping("/{month:\\d{4}-\\d{2}}")
    String month(
            @PathVariable String code, @PathVariable YearMonth month, @RequestParam Optional<UUID> after, Model model) {
        model.addAttribute("typed", Typed.on(LocalDate.now(clock)));
        model.addAttribute("written", TypedPaper.on(LocalDate.now(clock)));
        show(callers.current(), code, month, after, model);
        return "leave/institution";
    }

    private void show(Caller caller, String code, YearMonth month, Optional<UUID> after, Model model) {
        var institution = visible(caller, code);
        model.addAttribute("institution", institution);
        model.addAttribute("month", month);
        model.addAttribute(
                "days", month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList());
        model.addAttribute("today", LocalDate.now(clock));
        var found = applications.at(institution, month.atDay(1), month.atEndOfMonth(), after, AT_ONCE + 1);
        model.addAttribute("rows", rows(found.stream().limit(AT_ONCE).toList()));
        model.addAttribute("after", after);
        model.addAttribute(
                "next",
                found.size() > AT_ONCE ? Optional.of(found.get(AT_ONCE - 1).id()) : Optional.empty());
        var mayEnter = ask.mayEnter(caller, institution);
        model.addAttribute("mayEnter", mayEnter);
        if (mayEnter) {
            var people = staffList.workingAt(institution, LocalDate.now(clock));
            model.addAttribute("people", people);
            model.addAttribute("types", applications.types(institution));
            model.addAttribute("sessions", Session.values());
            model.addAttribute("id", UUID.randomUUID());
        }
    }

    private static List<Row> rows(List<Leave> leaves) {
        var rows = new LinkedHashMap<Long, Row>();
        for (var leave : leaves) {
            var days = rows.computeIfAbsent(leave.person().id(), id -> new Row(leave.person(), new TreeMap<>()))
                    .days();
            leave.from().datesUntil(leave.to().plusDays(1)).forEach(day -> days.computeIfAbsent(
                            day, d -> new ArrayList<>())
                    .add(Part.of(leave, day)));
        }
        rows.values().forEach(row -> row.days().values().forEach(Collections::sort));
        return List.copyOf(rows.values());
    }

    private Institution visible(Caller caller, String code) {
        var institution =
                institutions.find(code).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.supervises(institution)) throw new Refused(CommonProblem.NOT_ALLOWED);
        return institution;
    }

    @GetMapping("/{month}.csv")
    void csv(@PathVariable String code, @PathVariable YearMonth month, HttpServletResponse response)
            throws IOException {
        register(code, month, Format.CSV, response);
    }

    @GetMapping("/{month}.xlsx")
    void xlsx(@PathVariable String code, @PathVariable YearMonth month, HttpServletResponse response)
            throws IOException {
        register(code, month, Format.XLSX, response);
    }

    /** The leave register of a month. */
    private void register(String code, YearMonth month, Format format, HttpServletResponse response)
            throws IOException {
        var institution = visible(callers.current(), code);
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", format.attachment("leave-" + code + "-" + month));
        try (var list = SheetWriter.begin(format, response.getOutputStream(), REGISTER)) {
            var after = Optional.<UUID>empty();
            do {
                var leaves = applications.at(institution, month.atDay(1), month.atEndOfMonth(), after, AT_ONCE);
                var papers = applications.papers(leaves);
                leaves.forEach(leave ->
                        write(leave, Optional.ofNullable(papers.get(leave.id())).map(Leave.Kept::paper), list));
                after = leaves.size() < AT_ONCE
                        ? Optional.empty()
                        : Optional.of(leaves.get(AT_ONCE - 1).id());
            } while (after.isPresent());
        }
    }

    private static void write(Leave leave, Optional<LeaveRequest.Paper> paper, SheetWriter list) {
        list.row(
                leave.person().employeeCode(),
                leave.person().name(),
                leave.type(),
                leave.from(),
                leave.span().first().session(),
                leave.to(),
                leave.span().last().session(),
                new BigDecimal(LeaveBalances.inDays(leave.halfDays())),
                leave.state(),
                leave.reason(),
                paper.map(LeaveRequest.Paper::guardFile).orElse(""),
                paper.<Object>map(LeaveRequest.Paper::appliedOn).orElse(""),
                paper.map(LeaveRequest.Paper::sanctionedBy).orElse(""),
                paper.<Object>map(LeaveRequest.Paper::sanctionedOn).orElse(""),
                paper.flatMap(LeaveRequest.Paper::orderNumber).orElse(""));
    }

    /** Leave that was sanctioned on paper. */
    @PostMapping("/grants")
    String enter(
            @PathVariable String code,
            @RequestParam Optional<UUID> id,
            @ModelAttribute("typed") Typed typed,
            @ModelAttribute("written") TypedPaper written,
            @RequestParam Optional<MultipartFile> scan,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var institution = visible(caller, code);
        if (!ask.mayEnter(caller, institution)) throw caller.refused(institution);
        var kept = written;
        try {
            kept = written.kept(scan, scans, caller);
            typed.refuseMissing(kept);
            ask.enter(caller, typed.employeeCode(), typed.request(id.orElseGet(UUID::randomUUID)), kept.paper());
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            model.addAttribute("written", kept);
            show(caller, code, typed.month(LocalDate.now(clock)), Optional.empty(), model);
            model.addAttribute("refused", texts.detail(refused, locale));
            model.addAttribute("wrong", Typing.fields(refused));
            return "leave/institution";
        }
        after.addFlashAttribute("notice", "leave.grant.saved");
        return "redirect:/institutions/" + code + "/leave/" + YearMonth.from(typed.from());
    }
}
