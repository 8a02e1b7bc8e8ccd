package org.panjika.correction.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.correction.CorrectionHistory;
import org.panjika.correction.CorrectionPath.End;
import org.panjika.correction.CorrectionPath.Step;
import org.panjika.correction.CorrectionRequests;
import org.panjika.correction.Corrections;
import org.panjika.correction.ReadsNow;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One request: what was asked, and its way through the offices. */
@Controller
class CorrectionPage {

    private final Corrections corrections;
    private final CorrectionRequests requests;
    private final CorrectionHistory history;
    private final ReadsNow now;
    private final Callers callers;
    private final ProblemTexts texts;

    CorrectionPage(
            Corrections corrections,
            CorrectionRequests requests,
            CorrectionHistory history,
            ReadsNow now,
            Callers callers,
            ProblemTexts texts) {
        this.corrections = corrections;
        this.requests = requests;
        this.history = history;
        this.now = now;
        this.callers = callers;
        this.texts = texts;
    }

    /**
     * A stretch of the way as the page draws it.
     *
     * @param how {@code asked}, {@code withdrawn}, {@code here}, {@code moved}, {@code wentOn}, {@code takenBack}, {@code ended}, or
     *     the verdict
     */
    record Leg(Step step, String how) {

        static Leg of(Step step) {
            if (step instanceof Step.Request) return new Leg(step, "asked");
            if (step instanceof Step.Withdrawal) return new Leg(step, "withdrawn");
            return new Leg(step, ((Step.Stay) step).end().map(Leg::how).orElse("here"));
        }

        private static String how(End end) {
            if (end instanceof End.Decision decision) return decision.verdict().name();
            if (end instanceof End.Moved) return "moved";
            if (end instanceof End.CaseEnded) return "ended";
            return end instanceof End.WentOn ? "wentOn" : "takenBack";
        }

        public boolean stay() {
            return step instanceof Step.Stay;
        }
    }

    @GetMapping("/corrections/{id}")
    String request(@PathVariable UUID id, Model model) {
        var caller = callers.current();
        var found = corrections.find(caller, id);
        model.addAttribute("found", found);
        model.addAttribute(
                "legs",
                corrections.path(caller, id).steps().stream().map(Leg::of).toList());
        model.addAttribute("next", corrections.next(found));
        model.addAttribute(
                "mayChange", requests.mayChange(caller, found) && found.state().open());
        model.addAttribute("since", found.state().open() ? Optional.of(now.since(found)) : Optional.empty());
        model.addAttribute("decides", found.offices().stream().anyMatch(caller::actsFor));
        model.addAttribute("history", history.of(caller, found.institution()));
        model.addAttribute("sessions", Session.values());
        return "correction/correction";
    }

    @PostMapping("/corrections/{id}/withdraw")
    String withdraw(
            @PathVariable UUID id, Model model, Locale locale, RedirectAttributes after, HttpServletResponse response) {
        try {
            requests.withdraw(callers.current(), id);
        } catch (Refused refused) {
            response.setStatus(refused.problem().status());
            model.addAttribute("problem", texts.detail(refused, locale));
            return request(id, model);
        }
        after.addFlashAttribute("notice", "correction.withdrawn");
        return "redirect:/corrections/" + id;
    }
}
