package org.panjika.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.SystemTest;
import org.panjika.TestState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

@SystemTest
@DisplayName("POST /files")
class FilesApiTest {

    private static final byte[] PDF = "%PDF-1.7 a scan".getBytes(StandardCharsets.US_ASCII);

    @Autowired
    TestRestTemplate http;

    @Autowired
    TestState state;

    @Autowired
    FileStore files;

    String teacher;

    @BeforeEach
    void somebody() {
        teacher = state.staff(state.school(state.block("RJ").block()));
    }

    @Test
    @DisplayName("a scan is kept and named by its SHA-256; again, it is the same")
    void kept() {
        var hash = ContentHash.of(PDF);
        for (var time = 0; time < 2; time++) {
            var answer = post(PDF, "scan.pdf");
            assertThat(answer.getStatusCode().value()).isEqualTo(201);
            assertThat(answer.getBody())
                    .isEqualTo(Map.of("hash", hash.hex(), "size", PDF.length, "type", "application/pdf"));
        }
        assertThat(files.read(hash)).hasValue(PDF);
    }

    @Test
    @DisplayName("the content decides, not the name: a script named .pdf is refused")
    void otherType() {
        var answer = post("<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII), "scan.pdf");
        assertThat(answer.getStatusCode().value()).isEqualTo(422);
        assertThat(answer.getBody()).containsEntry("type", "urn:panjika:problem:file-type-not-accepted");
    }

    @Test
    @DisplayName("5 MB and a byte are too much")
    void tooLarge() {
        var answer = post(Arrays.copyOf(PDF, 5 * 1024 * 1024 + 1), "scan.pdf");
        assertThat(answer.getStatusCode().value()).isEqualTo(413);
        assertThat(answer.getBody()).containsEntry("maxMegabytes", 5);
    }

    private ResponseEntity<Map<String, Object>> post(byte[] content, String name) {
        var parts = new LinkedMultiValueMap<String, Object>();
        parts.add("file", new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return name;
            }
        });
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return http.withBasicAuth(teacher, TestState.PASSWORD)
                .exchange(
                        "/api/v1/files",
                        HttpMethod.POST,
                        new HttpEntity<>(parts, headers),
                        new ParameterizedTypeReference<>() {});
    }
}
