package org.panjika.notices.web;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.notices.Notices;
import org.panjika.notices.Told;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The own messages for programs. */
@RestController
class NoticeApi {

    private final Notices notices;
    private final NoticeWords words;
    private final Callers callers;
    private final ZoneId zone;

    NoticeApi(Notices notices, NoticeWords words, Callers callers, ZoneId zone) {
        this.notices = notices;
        this.words = words;
        this.callers = callers;
        this.zone = zone;
    }

    @GetMapping("/api/v1/notices")
    Answer list(@RequestParam Optional<Long> after, @RequestParam(defaultValue = "50") int limit, Locale locale) {
        var page = notices.of(callers.current(), after, limit);
        return new Answer(
                page.items().stream().map(told -> line(told, locale)).toList(),
                page.next().map(String::valueOf).orElse(null),
                page.unread());
    }

    private Line line(Told told, Locale locale) {
        return new Line(
                told.number(),
                told.at().atZone(zone).toOffsetDateTime(),
                told.key(),
                words.title(told, locale),
                words.text(told, locale),
                told.link(),
                told.read());
    }

    record Answer(List<Line> items, String next, int unread) {}

    record Line(long number, OffsetDateTime at, String key, String title, String text, String link, boolean read) {}
}
