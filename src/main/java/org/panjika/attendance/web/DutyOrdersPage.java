package org.panjika.attendance.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.DutyOrders;
import org.panjika.attendance.Session;
import org.panjika.attendance.jdbc.DutyOrderTable.Recorded;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.ContentHash;
import org.panjika.storage.Scans;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The duty orders of an institution's people, and the form for a new one (BR-5). */
@Controller
@RequestMapping("/institutions/{code}/duty-orders")
class DutyOrdersPage {

    private static final int SHOWN = 100;

    private final DutyOrders orders;
    private final Callers callers;
    private final StaffList staffList;
    private final Scans files;
    private final ProblemTexts texts;
    private final Clock clock;

    DutyOrdersPage(
            DutyOrders orders, Callers callers, StaffList staffList, Scans files, ProblemTexts texts, Clock clock) {
        this.orders = orders;
        this.callers = callers;
        this.staffList = staffList;
        this.files = files;
        this.texts = texts;
        this.clock = clock;
    }

    /** An order as the page shows it. */
    record Line(Recorded recorded, boolean mayCancel) {}

    /** What has been typed, so that nothing is lost when it is refused. */
    record Typed(
            String employeeCode,
            String place,
            LocalDate from,
            LocalDate to,
            List<Integer> weekdays,
            Optional<Session> session,
            String orderNumber,
            String officiating,
            List<String> scans) {

        Typed with(ContentHash scan) {
            return new Typed(
                    employeeCode, place, from, to, weekdays, session, orderNumber, officiating, List.of(scan.hex()));
        }
    }

    @GetMapping
    String page(@PathVariable String code, Model model) {
        var today = LocalDate.now(clock);
        show(code, new Typed("", "", today, today, List.of(), Optional.empty(), "", "", List.of()), model);
        return "duty-orders";
    }

    @PostMapping
    String enter(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String employeeCode,
            @RequestParam(defaultValue = "") String place,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
            @RequestParam(defaultValue = "") List<Integer> weekdays,
            @RequestParam Optional<Session> session,
            @RequestParam(defaultValue = "") String orderNumber,
            @RequestParam(defaultValue = "") String officiating,
            @RequestParam Optional<MultipartFile> scan,
            @RequestParam(defaultValue = "") List<String> scans,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        orders.visible(caller, code);
        var typed = new Typed(employeeCode, place, from, to, weekdays, session, orderNumber, officiating, scans);
        try {
            typed = kept(caller, typed, scan);
            orders.enter(caller, draft(typed));
            after.addFlashAttribute("notice", "duty.saved");
            return "redirect:/institutions/" + code + "/duty-orders";
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            show(code, typed, model);
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute(
                    "errors",
                    refused.errors().stream()
                            .map(e -> texts.text("field." + e.code(), Map.of(), locale))
                            .toList());
            return "duty-orders";
        }
    }

    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable String code, @PathVariable UUID id, RedirectAttributes after) {
        var caller = callers.current();
        orders.visible(caller, code);
        orders.cancel(caller, id);
        after.addFlashAttribute("notice", "duty.cancelled");
        return "redirect:/institutions/" + code + "/duty-orders";
    }

    private Typed kept(Caller caller, Typed typed, Optional<MultipartFile> scan) throws IOException {
        if (scan.isEmpty() || scan.get().isEmpty()) return typed;
        return typed.with(files.keep(caller.login(), scan.get().getBytes()).hash());
    }

    private static DutyOrders.Draft draft(Typed typed) {
        return new DutyOrders.Draft(
                UUID.randomUUID(),
                typed.employeeCode(),
                typed.place(),
                typed.from(),
                typed.to(),
                typed.weekdays().stream().map(DayOfWeek::of).collect(Collectors.toSet()),
                typed.session().map(s -> Set.of(s)).orElse(Set.of()),
                typed.orderNumber(),
                Optional.of(typed.officiating().strip()).filter(o -> !o.isEmpty()),
                typed.scans());
    }

    private void show(String code, Typed typed, Model model) {
        var caller = callers.current();
        var institution = orders.visible(caller, code);
        var recorded = orders.ofInstitution(caller, code, Long.MAX_VALUE, SHOWN);
        var working = staffList.workingAt(institution, LocalDate.now(clock));
        var mayEnter = orders.mayEnter(
                caller,
                Stream.concat(
                                recorded.stream().map(o -> o.order().staffId()),
                                working.stream().map(Staff::id))
                        .toList(),
                institution);
        model.addAttribute("institution", institution);
        model.addAttribute(
                "lines",
                recorded.stream()
                        .map(o -> new Line(
                                o, !o.cancelled() && mayEnter.contains(o.order().staffId())))
                        .toList());
        var people = working.stream().filter(p -> mayEnter.contains(p.id())).toList();
        model.addAttribute("people", people);
        model.addAttribute("working", working);
        model.addAttribute("ofAHead", orders.takesAHead(people, institution));
        model.addAttribute("typed", typed);
        model.addAttribute(
                "weekdays",
                Arrays.stream(DayOfWeek.values()).map(DayOfWeek::getValue).toList());
        model.addAttribute("sessions", Session.values());
        model.addAttribute("today", LocalDate.now(clock));
    }
}
