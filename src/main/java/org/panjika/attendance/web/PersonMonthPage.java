package org.panjika.attendance.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.ExceptionCases;
import org.panjika.attendance.LatenessCondonation;
import org.panjika.attendance.PersonMonth;
import org.panjika.attendance.PersonMonths;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One person's month: what each day reads, what lateness costs, and what can be asked or said about it (BR-20, C11). */
@Controller
@RequestMapping("/staff/{employeeCode}/attendance/{month}")
class PersonMonthPage {

    private final PersonMonths months;
    private final LatenessCondonation condonation;
    private final ExceptionCases cases;
    private final Callers callers;
    private final ProblemTexts texts;
    private final Clock clock;

    PersonMonthPage(
            PersonMonths months,
            LatenessCondonation condonation,
            ExceptionCases cases,
            Callers callers,
            ProblemTexts texts,
            Clock clock) {
        this.months = months;
        this.condonation = condonation;
        this.cases = cases;
        this.callers = callers;
        this.texts = texts;
        this.clock = clock;
    }

    /** What can be done from the page. */
    enum Step {
        ASK,
        CONDONE,
        CONTEST
    }

    /** What has been typed and was refused, so that nothing of it is lost. */
    record Typed(Step step, Optional<LocalDate> day, Optional<UUID> mark, String reason) {

        /** Whether it was typed into the form of that step, day and mark. */
        public boolean in(String form, LocalDate ofDay, UUID ofMark) {
            return step.name().equals(form)
                    && day.equals(Optional.ofNullable(ofDay))
                    && mark.equals(Optional.ofNullable(ofMark));
        }

        /** Whether it was a permission beforehand, in a form that is no day's own. */
        public boolean permission(PersonMonth month) {
            return step == Step.CONDONE
                    && month.days().stream().noneMatch(d -> d.mayCondone() && day.equals(Optional.of(d.day())));
        }
    }

    @GetMapping
    String page(@PathVariable String employeeCode, @PathVariable YearMonth month, Model model) {
        show(callers.current(), employeeCode, month, model);
        return "person-month";
    }

    @PostMapping
    String act(
            @PathVariable String employeeCode,
            @PathVariable YearMonth month,
            @RequestParam Step step,
            @RequestParam Optional<LocalDate> day,
            @RequestParam Optional<UUID> mark,
            @RequestParam String reason,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response) {
        var caller = callers.current();
        show(caller, employeeCode, month, model);
        try {
            switch (step) {
                case ASK -> condonation.ask(own(caller, employeeCode), UUID.randomUUID(), given(day), reason);
                case CONDONE -> condonation.grant(caller, employeeCode, given(day), reason);
                case CONTEST -> cases.contest(own(caller, employeeCode), given(mark), reason);
            }
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute("typed", new Typed(step, day, mark, reason));
            return "person-month";
        }
        after.addFlashAttribute("notice", "punctuality.done." + step);
        return "redirect:/staff/" + employeeCode + "/attendance/"
                + day.map(YearMonth::from).orElse(month);
    }

    private static Caller own(Caller caller, String employeeCode) {
        return Optional.of(caller)
                .filter(c -> c.staff()
                        .filter(s -> s.employeeCode().equals(employeeCode))
                        .isPresent())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
    }

    private static <T> T given(Optional<T> value) {
        return value.orElseThrow(() -> new Refused(CommonProblem.BAD_REQUEST));
    }

    private void show(Caller caller, String employeeCode, YearMonth month, Model model) {
        model.addAttribute("found", months.of(caller, employeeCode, month));
        model.addAttribute("thisMonth", YearMonth.now(clock));
        model.addAttribute("today", LocalDate.now(clock));
        model.addAttribute("zone", clock.getZone());
    }
}
