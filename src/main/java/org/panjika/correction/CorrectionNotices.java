package org.panjika.correction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panjika.correction.Correction.Verdict;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.springframework.stereotype.Component;

/** Who is told what about a request. */
@Component
class CorrectionNotices {

    private final Notices notices;
    private final Officer officer;
    private final StaffList staff;

    CorrectionNotices(Notices notices, Officer officer, StaffList staff) {
        this.notices = notices;
        this.officer = officer;
        this.staff = staff;
    }

    /** The institution is told what was decided; the people, that their day reads differently now. */
    void decided(Correction request, Verdict verdict, String decider, Optional<String> remark) {
        var told = askers(request);
        tell(told, "correction-" + verdict.name().toLowerCase(Locale.ROOT), remark, request);
        if (verdict != Verdict.APPROVED) return;
        var people = new HashSet<Long>();
        request.asked().lines().forEach(l -> people.add(l.staffId()));
        people.removeAll(told);
        tell(people, "correction-of-your-day", remark, request);
    }

    void lapsed(Correction request) {
        tell(askers(request), "correction-lapsed", Optional.empty(), request);
    }

    private Set<Long> askers(Correction request) {
        var told = new HashSet<Long>();
        officer.head(request.institution()).map(Staff::id).ifPresent(told::add);
        staff.find(request.by()).map(Staff::id).ifPresent(told::add);
        return told;
    }

    private void tell(Set<Long> people, String key, Optional<String> remark, Correction request) {
        var fields = new HashMap<String, Object>();
        fields.put("day", request.day());
        fields.put("remark", remark.orElse(""));
        notices.tell(people.stream()
                .map(person -> new Notice(person, key, Map.copyOf(fields), "/corrections/" + request.id()))
                .toList());
    }
}
