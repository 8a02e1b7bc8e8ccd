package org.panjika.storage.web;

import java.io.IOException;
import java.security.Principal;
import org.panjika.storage.Scans;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Scans and documents that a later request names by their hash. */
@RestController
@RequestMapping("/api/v1/files")
class FilesApi {

    private final Scans scans;

    FilesApi(Scans scans) {
        this.scans = scans;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Kept keep(@RequestParam MultipartFile file, Principal caller) throws IOException {
        var kept = scans.keep(caller.getName(), file.getBytes());
        return new Kept(kept.hash().hex(), kept.size(), kept.type().mediaType());
    }

    record Kept(String hash, int size, String type) {}
}
