package org.panjika.leave;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.springframework.stereotype.Component;

/** Who is told what about leave. */
@Component
class LeaveNotices {

    private final Notices notices;
    private final Officer officer;
    private final CompetentOffice competent;

    LeaveNotices(Notices notices, Officer officer, CompetentOffice competent) {
        this.notices = notices;
        this.officer = officer;
        this.competent = competent;
    }

    void decided(Leave leave, String what, Optional<String> remark) {
        notices.tell(List.of(new Notice(leave.person().id(), "leave-" + what, decision(leave, remark), path(leave))));
    }

    /** It comes to nothing as it is: so is told who asked, and where it was entered from paper whoever has the paper (BR-11). */
    void notGranted(Leave leave, String what, Optional<String> remark) {
        decided(leave, what, remark);
        if (leave.headEntered()) {
            var paper = competent.at(leave.place(), Optional.empty());
            tellOffice(paper, "leave-" + what + "-office", leave, decision(leave, remark));
        }
    }

    /** Whoever decides is reminded that it begins. */
    void remind(Leave leave, String office) {
        tellOffice(office, "leave-begins", leave, period(leave));
    }

    /** Who decided is told that the person took it back or came earlier. */
    void ended(Leave leave, String office) {
        tellOffice(office, "leave-ended", leave, period(leave));
    }

    /** The person is told that the office took it back, or ended it earlier. */
    void endedByOffice(Leave leave, HalfDay back) {
        notices.tell(List.of(new Notice(
                leave.person().id(),
                back.equals(leave.span().first()) ? "leave-cancelled" : "leave-shortened",
                Map.of("from", leave.from(), "to", leave.to(), "day", back.day()),
                path(leave))));
    }

    /** The person came to work: whoever decided is asked to end the leave, and so is the person (C13). */
    void curtail(Leave leave, LocalDate day, String office) {
        tellBoth(leave, day, office, "leave-marked");
    }

    /** A working day of the leave cannot be charged: the person asks for another kind, or the office ends it (C14). */
    void uncharged(Leave leave, LocalDate day, String office) {
        tellBoth(leave, day, office, "leave-uncharged");
    }

    private void tellBoth(Leave leave, LocalDate day, String office, String key) {
        notices.tell(List.of(new Notice(leave.person().id(), key, Map.of("day", day), path(leave))));
        tellOffice(office, key + "-office", leave, Map.of("day", day));
    }

    /** Whoever acts for an office is told whose leave it is; not the person, who knows. */
    private void tellOffice(String office, String key, Leave leave, Map<String, Object> said) {
        var fields = new HashMap<String, Object>(said);
        fields.put("who", names(leave.person()));
        officer.holder(office)
                .map(Staff::id)
                .filter(h -> h != leave.person().id())
                .ifPresent(holder -> notices.tell(List.of(new Notice(holder, key, fields, path(leave)))));
    }

    private static Map<String, Object> decision(Leave leave, Optional<String> remark) {
        return Map.of("from", leave.from(), "to", leave.to(), "remark", remark.orElse(""));
    }

    private static Map<String, Object> period(Leave leave) {
        return Map.of("from", leave.from(), "to", leave.to());
    }

    /** The head learns who will not come; it grants nothing. */
    void intimated(Staff person, Institution place, LocalDate from, LocalDate to, Optional<String> text) {
        officer.holder(competent.at(place, Optional.of(person.id())))
                .map(Staff::id)
                .ifPresent(holder -> notices.tell(List.of(new Notice(
                        holder,
                        "leave-intimated",
                        Map.of("who", names(person), "from", from, "to", to, "text", text.orElse("")),
                        "/institutions/%s/leave/%s".formatted(place.code(), YearMonth.from(from))))));
    }

    /** For the language of who reads it. */
    private static Map<String, String> names(Staff person) {
        return Map.of("en", person.name(), "hi", person.name("hi"));
    }

    private static String path(Leave leave) {
        return "/leave/applications/" + leave.id();
    }
}
