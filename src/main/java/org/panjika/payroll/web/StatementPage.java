package org.panjika.payroll.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Callers;
import org.panjika.organisation.Charge;
import org.panjika.payroll.Adjustments;
import org.panjika.payroll.Drawal;
import org.panjika.payroll.Drawals;
import org.panjika.payroll.Figure;
import org.panjika.payroll.PersonalPay;
import org.panjika.payroll.Proposal;
import org.panjika.payroll.Proposals;
import org.panjika.payroll.Sessions;
import org.panjika.payroll.Statement;
import org.panjika.payroll.Statements;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The month of an institution like its paper register, and of one person with what is paid and why (RJ-13, C16, C17). */
@Controller
@RequestMapping("/payroll")
class StatementPage {

    /** So long after a month people look at that one. */
    private static final int LATELY = 10;

    /** Sums that have a column where anybody has such days. */
    private static final List<Figure> SOME =
            List.of(Figure.TOUR, Figure.DUTY, Figure.TECHNICAL, Figure.DOUBTFUL, Figure.UNMARKED, Figure.LATE);

    private static final Map<String, Figure> BY_NAME =
            Stream.of(Figure.values()).collect(Collectors.toUnmodifiableMap(Figure::name, f -> f));

    private final Statements statements;
    private final PersonalPay personal;
    private final Adjustments adjustments;
    private final Proposals proposals;
    private final Drawals drawals;
    private final Callers callers;
    private final Clock clock;

    StatementPage(
            Statements statements,
            PersonalPay personal,
            Adjustments adjustments,
            Proposals proposals,
            Drawals drawals,
            Callers callers,
            Clock clock) {
        this.statements = statements;
        this.personal = personal;
        this.adjustments = adjustments;
        this.proposals = proposals;
        this.drawals = drawals;
        this.callers = callers;
        this.clock = clock;
    }

    /** The own month that is paid next: the one before, as long as it is sent in these days; of who has none, everybody's. */
    @GetMapping
    String payroll() {
        var month = YearMonth.from(LocalDate.now(clock).minusDays(LATELY));
        return "redirect:/payroll/" + month + (callers.current().staff().isPresent() ? "/me" : "");
    }

    @GetMapping("/{month}/institutions/{code}")
    String institution(@PathVariable YearMonth month, @PathVariable String code, Model model) {
        var caller = callers.current();
        var statement = statements.of(caller, code, month);
        model.addAttribute("statement", statement);
        model.addAttribute("grid", Grid.of(month, statement.lines()));
        model.addAttribute(
                "some", SOME.stream().filter(f -> statement.total(f) > 0).toList());
        model.addAttribute("proposed", proposed(statement));
        model.addAttribute("kinds", List.copyOf(statement.leave().keySet()));
        model.addAttribute("elsewhere", statement.lines().stream().anyMatch(l -> !l.of(Figure.OFF_PORTAL)
                .isEmpty()));
        model.addAttribute("adjustments", adjustments.posted(statement.institution(), month));
        model.addAttribute("undrawn", undrawn(statement));
        common(month, model);
        return "payroll/statement";
    }

    /** Whose pay was withheld or drawn in part, and why (RJ-14). */
    private List<Drawal> undrawn(Statement statement) {
        return drawals.of(statement.institution(), statement.month()).stream()
                .filter(d ->
                        d.said().filter(s -> s.status() != Drawal.Status.DRAWN).isPresent())
                .toList();
    }

    /** Days of pay or leave that deductions would cost that are not waived, by employee code. */
    private Map<String, String> proposed(Statement statement) {
        var today = LocalDate.now(clock);
        var halfDays = proposals.of(statement.institution(), statement.month()).stream()
                .filter(p -> p.state(today) != Proposal.State.WAIVED)
                .collect(Collectors.groupingBy(p -> p.person().employeeCode(), Collectors.summingInt(p -> p.sessions()
                        .size())));
        return halfDays.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Sessions.inDays(e.getValue())));
    }

    /** @param opened the figure whose days are shown at once */
    @GetMapping("/{month}/institutions/{code}/people/{employeeCode}")
    String person(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @PathVariable String employeeCode,
            @RequestParam("figure") Optional<String> opened,
            Model model) {
        model.addAttribute("pay", personal.of(callers.current(), code, employeeCode, month));
        model.addAttribute("opened", opened.orElse(null));
        common(month, model);
        return "payroll/person";
    }

    @GetMapping("/{month}/me")
    String own(@PathVariable YearMonth month, Model model) {
        var caller = callers.current();
        model.addAttribute("pay", personal.own(caller, month));
        model.addAttribute("headed", caller.inChargeOf());
        model.addAttribute("officer", !caller.charges().isEmpty());
        model.addAttribute("draws", caller.charges().stream().anyMatch(c -> c.kind() == Charge.Kind.DDO));
        common(month, model);
        return "payroll/person";
    }

    private void common(YearMonth month, Model model) {
        model.addAttribute("month", month);
        model.addAttribute("today", LocalDate.now(clock));
        model.addAttribute("thisMonth", YearMonth.now(clock));
        model.addAttribute("figures", Figure.values());
        model.addAttribute("figure", BY_NAME);
        model.addAttribute("paid", List.of(Figure.FULL_PAY, Figure.HALF_PAY, Figure.NO_PAY, Figure.HELD));
        model.addAttribute("codes", Grid.CODES);
    }
}
