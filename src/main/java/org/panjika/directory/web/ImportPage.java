package org.panjika.directory.web;

import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.panjika.directory.Imports;
import org.panjika.directory.Upload;
import org.panjika.directory.Uploads;
import org.panjika.lists.ImportMode;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** An administrator hands over a list, sees what it would do, and has it done without handing it over again. */
@Controller
@RequestMapping("/admin/imports")
class ImportPage {

    private final Imports imports;
    private final Uploads uploads;
    private final ProblemTexts texts;
    private final ZoneId zone;

    ImportPage(Imports imports, Uploads uploads, ProblemTexts texts, ZoneId zone) {
        this.imports = imports;
        this.uploads = uploads;
        this.texts = texts;
        this.zone = zone;
    }

    @GetMapping
    String form(Model model) {
        model.addAttribute("taken", imports.latest());
        model.addAttribute("zone", zone);
        model.addAttribute("kinds", Upload.Kind.values());
        return "directory/imports";
    }

    @PostMapping
    String preview(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "INSTITUTIONS") Upload.Kind kind,
            @RequestParam Optional<String> mapping,
            @RequestParam Optional<String> under,
            Model model,
            java.util.Locale locale) {
        imports.requireAdministrator();
        var list = ImportApi.present(file);
        var upload = uploads.keep(
                list,
                ImportApi.fileName(list),
                kind,
                mapping,
                under.map(String::strip).filter(code -> !code.isEmpty()));
        return report(upload, new ImportMode(false, true), model, locale);
    }

    @PostMapping("/{id}")
    String take(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean partial,
            Model model,
            java.util.Locale locale) {
        return report(uploads.find(id), new ImportMode(partial, false), model, locale);
    }

    private String report(Upload upload, ImportMode mode, Model model, java.util.Locale locale) {
        model.addAttribute("kinds", Upload.Kind.values());
        model.addAttribute("upload", upload);
        try {
            model.addAttribute("report", uploads.take(upload, mode));
        } catch (Refused refused) {
            model.addAttribute("problem", texts.detail(refused, locale));
        }
        return "directory/imports";
    }
}
