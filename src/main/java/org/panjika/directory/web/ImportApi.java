package org.panjika.directory.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.panjika.directory.Imports;
import org.panjika.directory.Upload;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.web.bind.annotation.PathVariable;
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

    /**
     * Takes a list, or shows what it would do.
     *
     * @param kind what it is of: {@code institutions}, {@code staff}, {@code service-states} and so on
     * @param mapping how institutions name their columns
     * @param under for institutions and holidays
     */
    @PostMapping("/{kind}")
    ImportReport take(
            @PathVariable String kind,
            @RequestParam(required = false) MultipartFile file,
            @RequestParam Optional<String> mapping,
            @RequestParam Optional<String> under,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        imports.requireAdministrator();
        var reading = new Imports.Reading(kind(kind), mapping, under);
        var list = present(Optional.ofNullable(file));
        return imports.take(list, fileName(list), reading, new ImportMode(partial, preview));
    }

    private static Upload.Kind kind(String path) {
        return Arrays.stream(Upload.Kind.values())
                .filter(k -> k.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(path))
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** @throws Refused {@code invalid-fields} without a file */
    static MultipartFile present(Optional<MultipartFile> file) {
        return file.orElseThrow(() -> new Refused(
                CommonProblem.INVALID_FIELDS, Map.of(), List.of(new Refused.FieldError("file", "invalid"))));
    }

    /** As it was handed over; empty where it had none. */
    static String fileName(MultipartFile file) {
        return Objects.requireNonNullElse(file.getOriginalFilename(), "");
    }
}
