package org.panjika.leave.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveApplications;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveRequest;
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
import org.panjika.storage.ContentHash;
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

    /**
     * What has been typed into the form for leave from paper, so that nothing is lost when it is refused.
     *
     * @param scanned hash of a scan sent before
     */
    record Typed(
            String employeeCode,
            String type,
            LocalDate from,
            LocalDate to,
            Session fromSession,
            Session toSession,
            LocalDate applicationDate,
            LocalDate sanctionDate,
            String sanctionedByOffice,
            String orderNumber,
            String guardFileReference,
            String scanned) {

        Typed {
            fromSession = requireNonNullElse(fromSession, Session.FORENOON);
            toSession = requireNonNullElse(toSession, Session.AFTERNOON);
            orderNumber = requireNonNullElse(orderNumber, "");
            scanned = requireNonNullElse(scanned, "");
        }

        static Typed on(LocalDate today) {
            return new Typed("", "", today, today, null, null, today, today, "", "", "", "");
        }

        Typed with(ContentHash scan) {
            return new Typed(
                    employeeCode,
                    type,
                    from,
                    to,
                    fromSession,
                    toSession,
                    applicationDate,
                    sanctionDate,
                    sanctionedByOffice,
                    orderNumber,
                    guardFileReference,
                    scan.hex());
        }

        /** @throws Refused {@code invalid-fields} naming what is missing; the scan has a refusal of its own */
        void refuseMissing() {
            Typing.refuseMissing(
                    new Given("employeeCode", employeeCode),
                    new Given("type", type),
                    new Given("from", from),
                    new Given("to", to),
                    new Given("applicationDate", applicationDate),
                    new Given("sanctionDate", sanctionDate),
                    new Given("sanctionedByOffice", sanctionedByOffice),
                    new Given("guardFileReference", guardFileReference));
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

        LeaveRequest.Paper paper() {
            return new LeaveRequest.Paper(
                    applicationDate,
                    sanctionedByOffice.strip(),
                    sanctionDate,
                    Optional.of(orderNumber.strip()).filter(o -> !o.isEmpty()),
                    guardFileReference.strip(),
                    scanned);
        }
    }

    /** A person's month: the leave of each day that has any. */
    record Row(Staff person, Map<LocalDate, Leave> days) {}

    @GetMapping("/{month:\\d{4}-\\d{2}}")
    String month(
            @PathVariable String code, @PathVariable YearMonth month, @RequestParam Optional<UUID> after, Model model) {
        model.addAttribute("typed", Typed.on(LocalDate.now(clock)));
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
            leave.from().datesUntil(leave.to().plusDays(1)).forEach(day -> days.put(day, leave));
        }
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
            @RequestParam Optional<MultipartFile> scan,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var institution = visible(caller, code);
        if (!ask.mayEnter(caller, institution)) throw new Refused(CommonProblem.NOT_ALLOWED);
        var kept = typed;
        try {
            kept = kept(caller, typed, scan);
            kept.refuseMissing();
            ask.enter(caller, kept.employeeCode(), kept.request(id.orElseGet(UUID::randomUUID)), kept.paper());
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            model.addAttribute("typed", kept);
            show(caller, code, kept.month(LocalDate.now(clock)), Optional.empty(), model);
            model.addAttribute("refused", texts.detail(refused, locale));
            model.addAttribute("wrong", Typing.fields(refused));
            return "leave/institution";
        }
        after.addFlashAttribute("notice", "leave.grant.saved");
        return "redirect:/institutions/" + code + "/leave/" + YearMonth.from(kept.from());
    }

    private Typed kept(Caller caller, Typed typed, Optional<MultipartFile> scan) throws IOException {
        var given = scan.filter(s -> !s.isEmpty());
        return given.isEmpty()
                ? typed
                : typed.with(scans.keep(caller.login(), given.get().getBytes()).hash());
    }
}
