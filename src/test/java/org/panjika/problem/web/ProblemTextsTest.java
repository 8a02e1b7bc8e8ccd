package org.panjika.problem.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.problem.Named;
import org.springframework.context.support.StaticMessageSource;

@DisplayName("the words of a refusal")
class ProblemTextsTest {

    private static final Locale HINDI = new Locale("hi");

    private final StaticMessageSource messages = new StaticMessageSource();
    private final ProblemTexts texts = new ProblemTexts(messages, ZoneId.of("Asia/Kolkata"));

    @Test
    @DisplayName("what somebody typed stands as it was typed, braces and all")
    void braces() {
        assertThat(text("They wrote: {remark}, {other}", Map.of("remark", "see {x} {remark} $1 \\")))
                .isEqualTo("They wrote: see {x} {remark} $1 \\, {other}");
    }

    @Test
    @DisplayName("days and times are written as people write them, in the state's zone")
    void times() {
        var at = Instant.parse("2026-11-23T04:01:05Z");
        assertThat(text("{at}", Map.of("at", at))).isEqualTo("23 November 2026, 09:31");
        assertThat(text("{at}", Map.of("at", OffsetDateTime.parse("2026-11-23T09:31+05:30"))))
                .isEqualTo("23 November 2026, 09:31");
        messages.addMessage("key", HINDI, "{day}");
        assertThat(texts.text("key", Map.of("day", LocalDate.of(2026, 11, 23)), HINDI))
                .isEqualTo("23 नवंबर 2026");
    }

    @Test
    @DisplayName("lists, words from a closed set, and names in two languages")
    void others() {
        messages.addMessage("status.LEAVE", Locale.ENGLISH, "Leave");
        assertThat(text("{columns}; {status:status}", Map.of("columns", List.of("code", "name"), "status", "LEAVE")))
                .isEqualTo("code, name; Leave");
        messages.addMessage("key", HINDI, "{holiday}");
        var diwali = new Named("Diwali", Optional.of("दीपावली"));
        assertThat(texts.text("key", Map.of("holiday", diwali), HINDI)).isEqualTo("दीपावली");
        assertThat(text("({holiday})", Map.of("holiday", diwali))).isEqualTo("(Diwali)");
    }

    @Test
    @DisplayName("what has no name is called what it is")
    void nameless() {
        messages.addMessage("no.holiday", Locale.ENGLISH, "weekly day off");
        assertThat(text("({holiday})", Map.of("holiday", new Named("", Optional.empty()))))
                .isEqualTo("(weekly day off)");
    }

    private String text(String pattern, Map<String, ?> fields) {
        messages.addMessage("key", Locale.ENGLISH, pattern);
        return texts.text("key", fields, Locale.ENGLISH);
    }
}
