package org.panjika.directory.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.panjika.directory.Imports;
import org.panjika.directory.Upload;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/imports")
class ImportApi {

    private final Imports imports;

    ImportApi(Imports imports) {
        this.imports = imports;
    }

    @PostMapping("/institutions")
    ImportReport institutions(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam Optional<String> mapping,
            @RequestParam Optional<String> under,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, new Imports.Reading(Upload.Kind.INSTITUTIONS, mapping, under), partial, preview);
    }

    @PostMapping("/staff")
    ImportReport staff(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.STAFF), partial, preview);
    }

    @PostMapping("/postings")
    ImportReport postings(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.POSTINGS), partial, preview);
    }

    @PostMapping("/charges")
    ImportReport charges(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.CHARGES), partial, preview);
    }

    @PostMapping("/deputations")
    ImportReport deputations(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.DEPUTATIONS), partial, preview);
    }

    @PostMapping("/service-states")
    ImportReport serviceStates(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.SERVICE_STATES), partial, preview);
    }

    @PostMapping("/holidays")
    ImportReport holidays(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam Optional<String> under,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, new Imports.Reading(Upload.Kind.HOLIDAYS, Optional.empty(), under), partial, preview);
    }

    @PostMapping("/leave-types")
    ImportReport leaveTypes(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.LEAVE_TYPES), partial, preview);
    }

    @PostMapping("/leave-balances")
    ImportReport leaveBalances(
            @RequestParam Optional<MultipartFile> file,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        return take(file, Imports.Reading.of(Upload.Kind.LEAVE_BALANCES), partial, preview);
    }

    private ImportReport take(Optional<MultipartFile> file, Imports.Reading reading, boolean partial, boolean preview) {
        imports.requireAdministrator();
        var list = present(file);
        return imports.take(list, fileName(list), reading, new ImportMode(partial, preview));
    }

    /** @throws Refused {@code invalid-fields} without a file */
    static MultipartFile present(Optional<MultipartFile> file) {
        return file.orElseThrow(() -> new Refused(
                CommonProblem.INVALID_FIELDS, Map.of(), List.of(new Refused.FieldError("file", "required"))));
    }

    /** As it was handed over; empty where it had none. */
    static String fileName(MultipartFile file) {
        return Objects.requireNonNullElse(file.getOriginalFilename(), "");
    }
}
