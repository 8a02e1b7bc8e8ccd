package org.panjika.helpdesk;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.springframework.stereotype.Component;

/** Who is told what about a fault. */
@Component
class FaultNotices {

    private final Notices notices;
    private final FaultTable table;
    private final Clock clock;

    FaultNotices(Notices notices, FaultTable table, Clock clock) {
        this.notices = notices;
        this.table = table;
        this.clock = clock;
    }

    /** The heads whose registers settle it; of a person's claim nobody: the head has just confirmed it. */
    void inForce(Fault fault) {
        if (fault.scope() == Fault.Scope.PERSON) return;
        tell(table.headsToSettle(fault.id(), LocalDate.now(clock)), "fault-to-settle", Map.of(), fault);
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
        var decision = fault.decision().orElseThrow();
        var until = LocalDate.ofInstant(decision.replyUntil().orElseThrow(), clock.getZone());
        tell(people, "fault-refused", Map.of("remark", decision.remark().orElseThrow(), "until", until), fault);
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
