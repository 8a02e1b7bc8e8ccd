package org.panjika.attendance.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.attendance.DaySheets;
import org.panjika.organisation.Institution;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the head marks colleagues who have no phone (BR-6, BR-9). */
@Controller
class SchoolAdminPage {

    private final DaySheets sheets;
    private final Callers callers;
    private final Clock clock;

    SchoolAdminPage(DaySheets sheets, Callers callers, Clock clock) {
        this.sheets = sheets;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping("/school-admin")
    String page(
            @RequestParam("institution") Optional<String> code,
            @RequestHeader(name = "HX-Request", required = false) Optional<String> part,
            Model model) {
        var caller = callers.current();
        var headed = caller.headed();
        if (headed.isEmpty()) throw caller.refused();
        Institution institution = code.isEmpty()
                ? headed.stream().filter(i -> i.kind().isSchool()).findFirst().orElse(headed.get(0))
                : headed.stream()
                        .filter(i -> i.code().equals(code.get()))
                        .findFirst()
                        .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        model.addAttribute("institution", institution);
        model.addAttribute("headed", headed);
        model.addAttribute("sheet", sheets.of(caller, institution.code(), LocalDate.now(clock)));
        model.addAttribute("me", caller.login());
        model.addAttribute("zone", clock.getZone());
        return part.isPresent() ? "school-admin :: colleagues" : "school-admin";
    }
}
