package org.panjika.payroll.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.PayEffect;
import org.panjika.attendance.SessionStatus;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.NegativeLists;
import org.panjika.payroll.NegativeLists.Absence;
import org.panjika.payroll.NegativeLists.Strike;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.Scans;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A block's list of the absent: read, printed, and lines struck by the block officer (BR-17). */
@Controller
@RequestMapping("/payroll/{month}/offices/{code}/negative-list")
class NegativeListPage {

    private final NegativeLists lists;
    private final Institutions institutions;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;

    NegativeListPage(NegativeLists lists, Institutions institutions, Callers callers, Scans scans, ProblemTexts texts) {
        this.lists = lists;
        this.institutions = institutions;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
    }

    @GetMapping
    String page(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @RequestParam Optional<Integer> number,
            Model model) {
        show(callers.current(), month, code, number, model);
        return "payroll/negative-list";
    }

    private void show(Caller caller, YearMonth month, String code, Optional<Integer> number, Model model) {
        var list = lists.of(caller, code, month, number);
        model.addAttribute("lists", lists.of(caller, code, month));
        model.addAttribute("list", list);
        model.addAttribute("office", institutions.find(code).orElseThrow());
        model.addAttribute("month", month);
        model.addAttribute("absences", list.map(lists::absences).orElse(List.of()));
        model.addAttribute("open", list.map(lists::open).orElse(List.of()));
        model.addAttribute("verified", PayEffect.STRUCK);
        model.addAttribute(
                "mayReadEvidence",
                list.filter(l -> lists.mayReadEvidence(caller, l)).isPresent());
        model.addAttribute("own", caller.login());
        model.addAttribute(
                "mayStrike", list.filter(l -> lists.mayStrike(caller, l)).isPresent());
    }

    /** What was typed for a line, shown again where it is refused. */
    record Typed(String employeeCode, LocalDate day, String reason, Optional<SessionStatus> reads) {

        public boolean of(Absence line) {
            return employeeCode.equals(line.person().employeeCode()) && day.equals(line.day());
        }
    }

    /** @param struck false: a line that is struck is put back */
    @PostMapping("/strikes")
    String strike(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @RequestParam Optional<Integer> number,
            @RequestParam String employeeCode,
            @RequestParam LocalDate day,
            @RequestParam String reason,
            @RequestParam(defaultValue = "true") boolean struck,
            @RequestParam Optional<SessionStatus> reads,
            @RequestParam Optional<MultipartFile> scan,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        var list = lists.of(caller, code, month, number).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!lists.mayStrike(caller, list)) throw new Refused(CommonProblem.NOT_ALLOWED);
        try {
            var given = scan.filter(s -> !s.isEmpty());
            var evidence = given.isPresent()
                    ? List.of(scans.keep(caller.login(), given.get().getBytes())
                            .hash()
                            .hex())
                    : List.<String>of();
            if (struck) {
                lists.strike(list, caller.login(), List.of(new Strike(employeeCode, day, reason, evidence, reads)));
            } else {
                lists.putBack(list, caller.login(), employeeCode, day, reason);
            }
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            show(caller, month, code, number, model);
            model.addAttribute("typed", new Typed(employeeCode, day, reason, reads));
            model.addAttribute("problem", texts.detail(refused, locale));
            return "payroll/negative-list";
        }
        after.addFlashAttribute("notice", struck ? "negative.struckNow" : "negative.putBackNow");
        return "redirect:/payroll/%s/offices/%s/negative-list?number=%d".formatted(month, code, list.number());
    }
}
