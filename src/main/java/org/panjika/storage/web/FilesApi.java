package org.panjika.storage.web;

import java.io.IOException;
import java.util.Map;
import org.panjika.problem.Refused;
import org.panjika.storage.FileStore;
import org.panjika.storage.FileType;
import org.panjika.storage.StorageProblem;
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

    private static final int MAX_MEGABYTES = 5;

    private final FileStore files;

    FilesApi(FileStore files) {
        this.files = files;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Kept keep(@RequestParam MultipartFile file) throws IOException {
        if (file.getSize() > MAX_MEGABYTES * 1024 * 1024) {
            throw new Refused(StorageProblem.FILE_TOO_LARGE, Map.of("maxMegabytes", MAX_MEGABYTES));
        }
        var content = file.getBytes();
        var type = FileType.of(content).orElseThrow(() -> new Refused(StorageProblem.FILE_TYPE_NOT_ACCEPTED));
        return new Kept(files.save(content).hex(), content.length, type.mediaType());
    }

    record Kept(String hash, int size, String type) {}
}
