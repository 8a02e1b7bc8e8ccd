package org.panjika.correction;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.correction.Correction.Verdict;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.springframework.stereotype.Component;

/** Who is told what about a request. */
@Component
class CorrectionNotices {

    private final Notices notices;

    CorrectionNotices(Notices notices) {
        this.notices = notices;
    }

    /**
     * The institution is told what was decided; the people, that their day reads differently now.
     *
     * @param asked keys of who is told for the institution
     */
    void decided(Correction request, Set<Long> asked, Verdict verdict, Optional<String> remark) {
        var told = notices(asked, "correction-" + verdict.name().toLowerCase(Locale.ROOT), remark, request);
        var people =
                request.asked().lines().stream().map(Correction.Line::staffId).filter(p -> !asked.contains(p));
        var theirs = verdict == Verdict.APPROVED
                ? notices(people.collect(Collectors.toSet()), "correction-of-your-day", remark, request)
                : Stream.<Notice>empty();
        notices.tell(Stream.concat(told, theirs).toList());
    }

    /** @param asked keys of who is told for the institution */
    void lapsed(Correction request, Set<Long> asked) {
        notices.tell(
                notices(asked, "correction-lapsed", Optional.empty(), request).toList());
    }

    /** @param asked keys of who is told for the institution */
    void ended(Correction request, Set<Long> asked) {
        notices.tell(
                notices(asked, "correction-ended", Optional.empty(), request).toList());
    }

    private static Stream<Notice> notices(Set<Long> people, String key, Optional<String> remark, Correction request) {
        var fields = Map.<String, Object>of("day", request.day(), "remark", remark.orElse(""));
        return people.stream().map(person -> new Notice(person, key, fields, "/corrections/" + request.id()));
    }
}
