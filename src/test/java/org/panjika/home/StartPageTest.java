package org.panjika.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panjika.BrowserTest;
import org.panjika.SystemTest;

@SystemTest
class StartPageTest extends BrowserTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "hi", "vi"})
    @DisplayName("the start page says what this is, and that the sandbox is not real (UP-7)")
    void start(String language) {
        for (var screen : new Screen[] {PHONE, DESKTOP}) {
            var page = browse(screen, language);
            page.navigate("/");
            assertThat(page.textContent("html")).contains("पंजिका").doesNotContain("??");
            assertThat(page.getAttribute("html", "lang")).isEqualTo(language);
            assertThat(page.isVisible(".sandbox-ribbon")).isTrue();
            picture(page, "start-" + language + "-" + screen.width());
            isForEverybody(page);
        }
    }

    @Test
    @DisplayName("a page that not everybody can use is found out: a picture without words, and what sticks out")
    void notForEverybody() {
        var page = browse(PHONE, "en");
        page.navigate("/");
        page.evaluate("document.querySelector('main').append(new Image())");
        assertThatThrownBy(() -> isForEverybody(page)).hasMessageContaining("image-alt");
        page.navigate("/");
        page.evaluate("document.querySelector('main').style.width = '500px'");
        assertThatThrownBy(() -> isForEverybody(page)).hasMessageContaining("pixels that stick out");
    }
}
