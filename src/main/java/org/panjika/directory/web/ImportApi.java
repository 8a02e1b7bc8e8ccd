package org.panjika.directory.web;

import java.util.Locale;
import java.util.Optional;
import org.panjika.directory.Imports;
import org.panjika.directory.Upload;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
class ImportApi {

    private final Imports imports;

    ImportApi(Imports imports) {
        this.imports = imports;
    }

    @PostMapping(
            path = "/api/v1/imports/{kind:institutions|staff|postings|holidays}",
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ImportReport take(
            @PathVariable String kind,
            @RequestParam MultipartFile file,
            @RequestParam Optional<String> mapping,
            @RequestParam Optional<String> under,
            @RequestParam(defaultValue = "false") boolean partial,
            @RequestParam(defaultValue = "false") boolean preview) {
        var reading = new Imports.Reading(Upload.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), mapping, under);
        return imports.take(file, reading, new ImportMode(partial, preview));
    }
}
