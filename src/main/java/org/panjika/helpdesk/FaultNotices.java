package org.panjika.helpdesk;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.springframework.stereotype.Component;

/** Who is told what about a fault. */
@Component
class FaultNotices {

    private final Notices notices;
    private final FaultTable table;
    private final StaffList staff;
    private final Officer officer;
    private final CompetentOffice competent;
    private final Clock clock;

    FaultNotices(
            Notices notices,
            FaultTable table,
            StaffList staff,
            Officer officer,
            CompetentOffice competent,
            Clock clock) {
        this.notices = notices;
        this.table = table;
        this.staff = staff;
        this.officer = officer;
        this.competent = competent;
        this.clock = clock;
    }

    /**
     * Who settles its lines: the heads, of a head's own and where nobody acts the office above; of a person's claim only who
     * has not just confirmed it.
     */
    void inForce(Fault fault) {
        var atTheTop = officer.holder(competent.atTheTop(fault.institution(), Optional.empty()))
                .map(Staff::id);
        var settlers = new HashSet<>(table.settlers(fault, atTheTop, LocalDate.now(clock)));
        if (fault.scope() == Fault.Scope.PERSON) {
            fault.decision().flatMap(d -> staff.find(d.by())).map(Staff::id).ifPresent(settlers::remove);
        }
        tell(settlers, "fault-to-settle", Map.of(), fault);
    }

    void confirmed(Fault fault) {
        tell(claimant(fault), "fault-confirmed", Map.of(), fault);
    }

    /** Who reported it is told that it was refused. */
    void refused(Fault fault) {
        tellRefused(fault, claimant(fault));
    }

    /** So are the people whose sessions it had made TECHNICAL. */
    void refused(Fault fault, Set<Long> people) {
        var others = new HashSet<>(people);
        others.removeAll(claimant(fault));
        tellRefused(fault, others);
    }

    private void tellRefused(Fault fault, Set<Long> people) {
        var remark = fault.decision().flatMap(Fault.Decision::remark).orElseThrow();
        tell(people, "fault-refused", Map.of("remark", remark), fault);
    }

    private static Set<Long> claimant(Fault fault) {
        return fault.claimant().map(Set::of).orElse(Set.of());
    }

    private void tell(Collection<Long> people, String key, Map<String, Object> fields, Fault fault) {
        var from = LocalDate.ofInstant(fault.from(), clock.getZone());
        var all = new HashMap<>(fields);
        all.put("day", from);
        notices.tell(people.stream()
                .map(person -> new Notice(person, key, all, "/faults/" + fault.id()))
                .toList());
    }
}
