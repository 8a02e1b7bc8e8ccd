package org.panjika.directory.web;

import java.util.Locale;
import java.util.Map;
import org.panjika.access.Callers;
import org.panjika.directory.Imports;
import org.panjika.organisation.OfficeKinds;
import org.panjika.organisation.OfficeKinds.OfficeKind;
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

/** An administrator sees the kinds of offices, adds one and renames an added one, before offices of it are imported and models name it. */
@Controller
@RequestMapping("/admin/office-kinds")
class OfficeKindPage {

    private final Imports imports;
    private final Callers callers;
    private final OfficeKinds kinds;
    private final ProblemTexts texts;

    OfficeKindPage(Imports imports, Callers callers, OfficeKinds kinds, ProblemTexts texts) {
        this.imports = imports;
        this.callers = callers;
        this.kinds = kinds;
        this.texts = texts;
    }

    @GetMapping
    String kinds(Model model) {
        imports.requireAdministrator();
        model.addAttribute("kinds", kinds.all());
        return "directory/office-kinds";
    }

    /** What the head of an added kind is called, as a whole; in the three languages as when it was added. */
    @PostMapping("/{kind}/names")
    String rename(
            @PathVariable("kind") String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String nameHi,
            @RequestParam(defaultValue = "") String nameVi,
            Model model,
            Locale locale,
            RedirectAttributes after) {
        imports.requireAdministrator();
        var names = Map.of("en", name.strip(), "hi", nameHi.strip(), "vi", nameVi.strip());
        try {
            kinds.rename(code, names, callers.current().login());
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute("renamed", new OfficeKind(code, "", names));
            return kinds(model);
        }
        after.addFlashAttribute("notice", "directory.kinds.renamed");
        return "redirect:/admin/office-kinds";
    }

    /**
     * @param rulesOf code of the kind as which decision tables read it
     * @param name what its head is called, in English; the other two in Hindi and Vietnamese
     */
    @PostMapping
    String add(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String rulesOf,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String nameHi,
            @RequestParam(defaultValue = "") String nameVi,
            Model model,
            Locale locale) {
        imports.requireAdministrator();
        var kind = new OfficeKind(
                code.strip().toUpperCase(Locale.ROOT),
                rulesOf,
                Map.of("en", name.strip(), "hi", nameHi.strip(), "vi", nameVi.strip()));
        try {
            kinds.add(kind, callers.current().login());
            model.addAttribute("added", kind);
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
            model.addAttribute("typed", kind);
        }
        return kinds(model);
    }
}
