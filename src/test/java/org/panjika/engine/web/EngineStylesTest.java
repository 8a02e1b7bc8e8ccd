package org.panjika.engine.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;

class EngineStylesTest {

    @Test
    @DisplayName("a real installation says nothing of a sandbox on the engine's pages (UP-7)")
    void real() throws IOException {
        var request = new MockHttpServletRequest("GET", "/camunda/app/tasklist/styles/user-styles.css");
        var styles = new EngineStyles(new StaticMessageSource(), false).styles(request, Locale.ENGLISH);
        assertThat(styles.getBody()).contains(".ce-eol-banner").doesNotContain("html::before");
    }
}
