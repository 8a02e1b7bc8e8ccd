package org.panjika.correction.web;

import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.correction.Correction;
import org.panjika.correction.Corrections;
import org.panjika.correction.Corrections.Quota;
import org.panjika.correction.Urgency;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What waits for an officer, and what a head has asked for. */
@Controller
class CorrectionsPage {

    private static final int AT_ONCE = 30;

    private final Corrections corrections;
    private final Callers callers;
    private final Clock clock;

    CorrectionsPage(Corrections corrections, Callers callers, Clock clock) {
        this.corrections = corrections;
        this.callers = callers;
        this.clock = clock;
    }

    /** What waits of one institution, as far as this page shows it. */
    record Group(Institution institution, int waiting, List<Correction> requests) {}

    /** A part of a list, and where it goes on. */
    record Part(List<Correction> shown, Optional<Urgency> next) {

        static final Part NONE = new Part(List.of(), Optional.empty());

        static Part of(List<Correction> found) {
            var shown = found.subList(0, Math.min(AT_ONCE, found.size()));
            return new Part(
                    shown, found.size() > AT_ONCE ? Optional.of(Urgency.of(shown.get(AT_ONCE - 1))) : Optional.empty());
        }
    }

    record Used(Institution institution, List<Quota> quotas) {}

    /**
     * @param after the last request shown of what waits
     * @param open key of the last request shown of the own that are open
     * @param before key of the last request shown of what has ended
     */
    @GetMapping("/corrections")
    String list(
            @RequestParam Optional<Urgency> after,
            @RequestParam Optional<Long> open,
            @RequestParam Optional<Long> before,
            Model model) {
        var caller = callers.current();
        var first = after.isEmpty() && open.isEmpty() && before.isEmpty();
        var waiting = first || after.isPresent()
                ? Part.of(corrections.waiting(caller, Optional.empty(), after, AT_ONCE + 1))
                : Part.NONE;
        var opened = first || open.isPresent() ? Part.of(corrections.own(caller, true, open, AT_ONCE + 1)) : Part.NONE;
        var ended =
                first || before.isPresent() ? Part.of(corrections.own(caller, false, before, AT_ONCE + 1)) : Part.NONE;
        var own = new ArrayList<>(opened.shown());
        own.addAll(ended.shown());
        model.addAttribute("first", first);
        model.addAttribute("decides", caller.charges().stream().anyMatch(CorrectionsPage::mayDecide));
        model.addAttribute("waiting", waiting);
        model.addAttribute("waits", corrections.waiting(caller));
        model.addAttribute("groups", groups(caller, waiting.shown()));
        model.addAttribute("open", opened);
        model.addAttribute("ended", ended);
        model.addAttribute("ways", corrections.ways(own));
        model.addAttribute("headed", caller.headed());
        model.addAttribute("inChargeOf", caller.inChargeOf());
        model.addAttribute("quotas", first ? quotas(caller) : List.of());
        model.addAttribute("month", YearMonth.now(clock));
        model.addAttribute("elsewhere", caller.charges().stream().anyMatch(CorrectionsPage::onTheLadder));
        return "correction/corrections";
    }

    /** The head of a school decides nothing, unless of a nodal school. */
    private static boolean mayDecide(Charge charge) {
        return charge.mayAct()
                && (charge.kind() == Charge.Kind.PEEO
                        || !charge.institution().kind().isSchool());
    }

    /** Such a seat may ask in an institution's stead (C12). */
    private static boolean onTheLadder(Charge charge) {
        return mayDecide(charge) && (charge.kind() == Charge.Kind.PEEO || charge.kind() == Charge.Kind.HEAD);
    }

    /** By institution, the one with the most urgent request first. */
    private List<Group> groups(Caller caller, List<Correction> waiting) {
        var places = waiting.stream().map(Correction::institution).distinct().toList();
        var counts = corrections.waitingAt(
                caller, places.stream().map(Institution::id).toList());
        return places.stream()
                .map(place -> new Group(
                        place,
                        counts.getOrDefault(place.id(), 0),
                        waiting.stream()
                                .filter(c -> c.institution().id() == place.id())
                                .toList()))
                .toList();
    }

    private List<Used> quotas(Caller caller) {
        return caller.inChargeOf().stream()
                .distinct()
                .map(i -> new Used(i, corrections.quota(caller, i.code(), YearMonth.now(clock))))
                .toList();
    }
}
