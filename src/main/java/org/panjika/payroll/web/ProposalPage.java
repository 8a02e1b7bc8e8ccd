package org.panjika.payroll.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Proposal;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.State;
import org.panjika.payroll.Proposal.Verdict;
import org.panjika.payroll.Proposals;
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

/** Proposed deductions: the own ones to answer, those of an institution to decide (C16, BR-18, BR-20). */
@Controller
@RequestMapping("/payroll")
class ProposalPage {

    private final Proposals proposals;
    private final Institutions institutions;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;
    private final Clock clock;

    ProposalPage(
            Proposals proposals,
            Institutions institutions,
            Callers callers,
            Scans scans,
            ProblemTexts texts,
            Clock clock) {
        this.proposals = proposals;
        this.institutions = institutions;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
        this.clock = clock;
    }

    /** @param mayReply whether the caller still answers it, {@code mayDecide} whether the caller decides it */
    record Shown(Proposal proposal, State state, boolean mayReply, boolean mayDecide, boolean heard) {}

    @GetMapping("/notices")
    String own(Model model) {
        show(callers.current(), model);
        return "payroll/notices";
    }

    private void show(Caller caller, Model model) {
        if (caller.staff().isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        var today = LocalDate.now(clock);
        model.addAttribute(
                "proposals",
                proposals.own(caller, YearMonth.now(clock)).stream()
                        .map(p -> new Shown(p, p.state(today), p.state(today) == State.TOLD, false, p.heard(today)))
                        .toList());
        model.addAttribute("month", YearMonth.now(clock));
    }

    @PostMapping("/notices/{id}")
    String reply(
            @PathVariable UUID id,
            @RequestParam Reply reply,
            @RequestParam Optional<String> text,
            @RequestParam Optional<MultipartFile> document,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        try {
            proposals.reply(caller, id, reply, text, kept(caller, document));
        } catch (Refused refused) {
            if (refused.problem() == CommonProblem.NOT_FOUND) throw refused;
            response.setStatus(refused.problem().status());
            show(caller, model);
            model.addAttribute("refused", texts.detail(refused, locale));
            model.addAttribute("typed", id);
            model.addAttribute("text", text.orElse(""));
            return "payroll/notices";
        }
        after.addFlashAttribute("notice", "payroll.replied");
        return "redirect:/payroll/notices";
    }

    private List<String> kept(Caller caller, Optional<MultipartFile> document) throws IOException {
        var given = document.filter(d -> !d.isEmpty());
        if (given.isEmpty()) return List.of();
        return List.of(scans.keep(caller.login(), given.get().getBytes()).hash().hex());
    }

    @GetMapping("/{month}/institutions/{code}/proposals")
    String institution(@PathVariable YearMonth month, @PathVariable String code, Model model) {
        show(callers.current(), code, month, model);
        return "payroll/proposals";
    }

    private void show(Caller caller, String code, YearMonth month, Model model) {
        var institution =
                institutions.find(code).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!caller.supervises(institution)) throw new Refused(CommonProblem.NOT_ALLOWED);
        var today = LocalDate.now(clock);
        model.addAttribute("institution", institution);
        model.addAttribute("month", month);
        model.addAttribute(
                "proposals",
                proposals.of(institution, month).stream()
                        .map(p -> new Shown(p, p.state(today), false, proposals.mayDecide(caller, p), p.heard(today)))
                        .toList());
    }

    @PostMapping("/{month}/institutions/{code}/proposals/{id}")
    String decide(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam Verdict verdict,
            @RequestParam String remark,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response) {
        var caller = callers.current();
        try {
            proposals.decide(caller, id, verdict, remark);
        } catch (Refused refused) {
            if (refused.problem() instanceof CommonProblem) throw refused;
            response.setStatus(refused.problem().status());
            show(caller, code, month, model);
            model.addAttribute("refused", texts.detail(refused, locale));
            model.addAttribute("typed", id);
            model.addAttribute("remark", remark);
            return "payroll/proposals";
        }
        after.addFlashAttribute("notice", "payroll.decided");
        return "redirect:/payroll/" + month + "/institutions/" + code + "/proposals";
    }
}
