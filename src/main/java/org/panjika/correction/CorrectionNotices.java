package org.panjika.correction;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.correction.Correction.Verdict;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.springframework.stereotype.Component;

/** Who is told what about a request. */
@Component
class CorrectionNotices {

    private final Notices notices;
    private final CorrectionTable table;
    private final Clock clock;

    CorrectionNotices(Notices notices, CorrectionTable table, Clock clock) {
        this.notices = notices;
        this.table = table;
        this.clock = clock;
    }

    /** The institution is told what was decided; the people, that their day reads differently now. */
    void decided(Correction request, Verdict verdict, Optional<String> remark) {
        var asked = askers(request);
        var told = notices(asked, "correction-" + verdict.name().toLowerCase(Locale.ROOT), remark, request);
        var people =
                request.asked().lines().stream().map(Correction.Line::staffId).filter(p -> !asked.contains(p));
        var theirs = verdict == Verdict.APPROVED
                ? notices(people.collect(Collectors.toSet()), "correction-of-your-day", remark, request)
                : Stream.<Notice>empty();
        notices.tell(Stream.concat(told, theirs).toList());
    }

    void lapsed(Correction request) {
        notices.tell(notices(askers(request), "correction-lapsed", Optional.empty(), request)
                .toList());
    }

    private Set<Long> askers(Correction request) {
        return table.askers(request, LocalDate.now(clock));
    }

    private static Stream<Notice> notices(Set<Long> people, String key, Optional<String> remark, Correction request) {
        var fields = Map.<String, Object>of("day", request.day(), "remark", remark.orElse(""));
        return people.stream().map(person -> new Notice(person, key, fields, "/corrections/" + request.id()));
    }
}
