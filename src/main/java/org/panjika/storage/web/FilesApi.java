package org.panjika.storage.web;

import java.io.IOException;
import org.panjika.storage.Documents;
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

    private final Documents documents;

    FilesApi(Documents documents) {
        this.documents = documents;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Answer keep(@RequestParam MultipartFile file) throws IOException {
        var kept = documents.keep(file.getBytes());
        return new Answer(kept.hash().hex(), kept.size(), kept.type().mediaType());
    }

    record Answer(String hash, int size, String type) {}
}
