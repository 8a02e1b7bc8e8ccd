package org.panjika.correction.web;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.panjika.attendance.DayCount;
import org.panjika.correction.CorrectionMonths.Day;
import org.panjika.correction.CorrectionMonths.Look;
import org.panjika.correction.Ladder.Reason;
import org.panjika.organisation.OfficeKinds;
import org.panjika.organisation.StaffList;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** How the pages of corrections say authorities, reasons, people and deadlines; templates ask for it. */
@Component
class CorrectionWords {

    private final MessageSource messages;
    private final StaffList staff;
    private final OfficeKinds kinds;
    private final Clock clock;

    CorrectionWords(MessageSource messages, StaffList staff, OfficeKinds kinds, Clock clock) {
        this.kinds = kinds;
        this.messages = messages;
        this.staff = staff;
        this.clock = clock;
    }

    /** An authority that an administrator made one is called as its seat is; one that was added, as it was named. */
    public String authority(String authority) {
        var seat = messages.getMessage(
                "home.charge." + authority,
                null,
                kinds.name(authority, locale()).orElse(authority),
                locale());
        return messages.getMessage("correction.authority." + authority, null, seat, locale());
    }

    /** The same where there is little room. */
    public String inShort(String authority) {
        return messages.getMessage("correction.authority.short." + authority, null, authority, locale());
    }

    public String reason(Reason reason) {
        return message(
                "correction.reason." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** A day of the calendar for who does not see it: its date, what it is like, who could correct it. */
    public String label(Day day) {
        var look = day.count()
                .filter(count -> day.look() == Look.HOLIDAY)
                .flatMap(count -> count.holiday(locale().getLanguage()))
                .orElseGet(() -> message(
                        "correction.look." + day.look(),
                        day.count().map(DayCount::unmarked).orElse(0)));
        return DateTimeFormatter.ofPattern("d MMMM", locale()).format(day.day()) + ": " + look
                + day.authority()
                        .map(a -> "; " + message("correction.today", authority(a)))
                        .orElse("");
    }

    public String weekday(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL_STANDALONE, locale());
    }

    public String weekdayInShort(DayOfWeek day) {
        return message("correction.weekday." + day.getValue());
    }

    /** A login that is no employee code stands for itself. */
    public String person(String login) {
        return staff.find(login)
                .map(s -> s.name(locale().getLanguage()) + " (" + s.employeeCode() + ")")
                .orElse(login);
    }

    public ZonedDateTime local(Instant at) {
        return at.atZone(clock.getZone());
    }

    /**
     * Until when a window is open.
     *
     * @param urgent whether that is near enough to be pointed at
     */
    public record Until(String words, boolean urgent) {}

    /** @param deadline when it passes: at midnight, so that the day before is its last one */
    public Until until(Instant deadline) {
        return untilEndOf(deadline.minusNanos(1).atZone(clock.getZone()).toLocalDate());
    }

    public Until untilEndOf(LocalDate lastDay) {
        var days = ChronoUnit.DAYS.between(LocalDate.now(clock), lastDay);
        var written = DateTimeFormatter.ofPattern("d MMM yyyy", locale()).format(lastDay);
        return new Until(message("correction.until", written, left(days)), days <= 1);
    }

    /** How much time that is from today: {@code today}, {@code tomorrow}, {@code in 5 days}. */
    private String left(long days) {
        if (days <= 0) return message("correction.left.today");
        if (days == 1) return message("correction.left.tomorrow");
        return message("correction.left.days", days);
    }

    private String message(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale());
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }
}
