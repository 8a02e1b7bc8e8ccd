package org.panjika.correction.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayTrace;
import org.panjika.attendance.Session;
import org.panjika.correction.Correction;
import org.panjika.correction.CorrectionCases;
import org.panjika.correction.CorrectionHistory;
import org.panjika.correction.CorrectionPath.End;
import org.panjika.correction.CorrectionPath.Step;
import org.panjika.correction.CorrectionProblem;
import org.panjika.correction.Corrections;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.ReadsNow;
import org.panjika.correction.Urgency;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where an officer decides what one institution asks, each request for itself. */
@Controller
@RequestMapping("/corrections/decide")
class CorrectionDecisionPage {

    private static final Logger log = LoggerFactory.getLogger(CorrectionDecisionPage.class);

    private static final int AT_ONCE = 30;
    private static final String VERSION = "version.";

    private final Corrections corrections;
    private final CorrectionCases cases;
    private final CorrectionHistory history;
    private final ReadsNow now;
    private final CorrectionEffect effect;
    private final Institutions institutions;
    private final Callers callers;
    private final CorrectionWords words;
    private final ProblemTexts texts;

    CorrectionDecisionPage(
            Corrections corrections,
            CorrectionCases cases,
            CorrectionHistory history,
            ReadsNow now,
            CorrectionEffect effect,
            Institutions institutions,
            Callers callers,
            CorrectionWords words,
            ProblemTexts texts) {
        this.corrections = corrections;
        this.cases = cases;
        this.history = history;
        this.now = now;
        this.effect = effect;
        this.institutions = institutions;
        this.callers = callers;
        this.words = words;
        this.texts = texts;
    }

    /** What the officer said about a request. */
    record Said(UUID id, String decision, String remark, int version) {}

    /**
     * What came of it.
     *
     * @param request as it stands now
     * @param moved why it moved up undecided
     * @param problem why it was refused
     */
    record Outcome(Correction request, Optional<Reason> moved, Optional<ProblemDetail> problem) {}

    @GetMapping
    String list(@RequestParam String institution, @RequestParam Optional<Urgency> after, Model model) {
        var caller = callers.current();
        mustKnow(caller, institution);
        show(caller, institution, after, model);
        model.addAttribute("outcomes", List.of());
        model.addAttribute("said", Map.of());
        return "correction/decide";
    }

    /** One at or below a seat of the caller's, or where something waits for it though the institution has moved away. */
    private void mustKnow(Caller caller, String code) {
        var known = institutions.find(code).filter(i -> caller.supervises(i) || waits(caller, i) > 0);
        if (known.isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
    }

    private void show(Caller caller, String code, Optional<Urgency> after, Model model) {
        var institution = institutions.find(code).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var found = corrections.waiting(caller, Optional.of(institution), after, AT_ONCE + 1);
        var shown = found.subList(0, Math.min(AT_ONCE, found.size()));
        model.addAttribute("institution", institution);
        model.addAttribute("after", after);
        model.addAttribute("requests", shown);
        model.addAttribute(
                "names",
                shown.stream()
                        .map(Correction::by)
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), words::person)));
        model.addAttribute("since", now.since(institution, shown));
        model.addAttribute("traces", traces(shown));
        model.addAttribute("waits", waits(caller, institution));
        model.addAttribute(
                "next", found.size() > AT_ONCE ? Optional.of(Urgency.of(shown.get(AT_ONCE - 1))) : Optional.empty());
        model.addAttribute("history", history.of(caller, institution));
        model.addAttribute("sessions", Session.values());
        model.addAttribute("decisions", List.of("approve", "reject", "return"));
    }

    /** Marks and refused attempts, by the request that asks about that person and day. */
    private Map<UUID, List<DayTrace>> traces(List<Correction> requests) {
        var asked = new HashMap<LocalDate, Set<Long>>();
        requests.forEach(
                r -> asked.computeIfAbsent(r.day(), day -> new HashSet<>()).addAll(people(r)));
        var found = effect.traces(asked);
        return requests.stream().collect(Collectors.toMap(Correction::id, r -> found.stream()
                .filter(t -> t.day().equals(r.day()) && people(r).contains(t.staffId()))
                .toList()));
    }

    private static Set<Long> people(Correction request) {
        return request.asked().lines().stream().map(Correction.Line::staffId).collect(Collectors.toSet());
    }

    private int waits(Caller caller, Institution institution) {
        return corrections.waitingAt(caller, List.of(institution.id())).getOrDefault(institution.id(), 0);
    }

    /** Fields are named {@code decision.<id>}, {@code remark.<id>}, {@code version.<id>}; each request is decided for itself. */
    @PostMapping
    String decide(
            @RequestParam String institution,
            @RequestParam Optional<Urgency> after,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale) {
        var caller = callers.current();
        var outcomes = new ArrayList<Outcome>();
        var open = new HashMap<UUID, Said>();
        var all = said(form);
        if (all.isEmpty()) mustKnow(caller, institution);
        var seen = new HashMap<UUID, Correction>();
        all.forEach(said -> seen.put(said.id(), of(institution, corrections.find(caller, said.id()))));
        for (var said : all) {
            if (said.decision().isEmpty()) {
                open.put(said.id(), said);
                continue;
            }
            var outcome = decide(caller, seen.get(said.id()), said, locale);
            outcomes.add(outcome);
            if (outcome.problem().isPresent()) open.put(said.id(), said);
        }
        show(caller, institution, after, model);
        model.addAttribute("outcomes", outcomes);
        model.addAttribute(
                "problems",
                outcomes.stream()
                        .filter(o -> o.problem().isPresent())
                        .collect(Collectors.toMap(
                                o -> o.request().id(), o -> o.problem().get())));
        model.addAttribute("said", open);
        return "correction/decide";
    }

    private static Correction of(String institution, Correction request) {
        if (!request.institution().code().equals(institution)) throw new Refused(CommonProblem.NOT_FOUND);
        return request;
    }

    private Outcome decide(Caller caller, Correction seen, Said said, Locale locale) {
        try {
            var remark = Optional.of(said.remark().strip()).filter(r -> !r.isEmpty());
            if (remark.isEmpty() && !said.decision().equals("approve")) {
                throw new Refused(CorrectionProblem.CORRECTION_REMARK_REQUIRED);
            }
            cases.complete(caller, said.id(), said.decision(), remark, said.version());
        } catch (Refused refused) {
            return new Outcome(corrections.now(seen), Optional.empty(), Optional.of(texts.detail(refused, locale)));
        } catch (RuntimeException e) {
            // what was decided before it stands, and the others are still to be decided
            log.error("correction {} could not be decided", said.id(), e);
            var unexpected = texts.detail(new Refused(CommonProblem.UNEXPECTED), locale);
            return new Outcome(corrections.now(seen), Optional.empty(), Optional.of(unexpected));
        }
        var now = corrections.now(seen);
        return new Outcome(
                now, now.state() == Correction.State.PENDING ? moved(now) : Optional.empty(), Optional.empty());
    }

    /** Why it left the authority that had it. */
    private Optional<Reason> moved(Correction request) {
        return corrections.path(request).steps().stream()
                .flatMap(step -> step instanceof Step.Stay stay ? stay.end().stream() : Stream.empty())
                .flatMap(end -> end instanceof End.Moved moved ? Stream.of(moved.why()) : Stream.empty())
                .reduce((earlier, later) -> later);
    }

    private static List<Said> said(MultiValueMap<String, String> form) {
        try {
            return form.keySet().stream()
                    .filter(name -> name.startsWith(VERSION))
                    .map(name -> name.substring(VERSION.length()))
                    .map(id -> new Said(
                            UUID.fromString(id),
                            Optional.ofNullable(form.getFirst("decision." + id)).orElse(""),
                            Optional.ofNullable(form.getFirst("remark." + id)).orElse(""),
                            Integer.parseInt(form.getFirst(VERSION + id))))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refused(CommonProblem.BAD_REQUEST);
        }
    }
}
