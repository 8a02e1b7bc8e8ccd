package org.panjika.attendance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import org.panjika.organisation.Officiating;
import org.springframework.stereotype.Component;

/**
 * C3: a head whose whole day comes to read on leave, on tour or on duty leaves the seat to the longest in service who is there,
 * and has it back when the day reads so no more.
 */
@Component
class HeadsAway {

    private final Officiating officiating;
    private final Clock clock;

    HeadsAway(Officiating officiating, Clock clock) {
        this.officiating = officiating;
        this.clock = clock;
    }

    private record At(long institutionId, LocalDate day) {}

    private record Line(long staffId, At at) {

        static Line of(PersonDay day) {
            return new Line(day.staffId(), new At(day.place().institutionId(), day.day()));
        }
    }

    /** Follows what some days have come to read, in the transaction that writes them. */
    void follow(Collection<PersonDay> before, Collection<PersonDay> after) {
        var was = away(before);
        var is = away(after);
        if (was.equals(is)) return;
        var turned = after.stream()
                .map(Line::of)
                .filter(line -> was.contains(line) != is.contains(line))
                .collect(groupingBy(Line::at, mapping(Line::staffId, toList())));
        turned.forEach((at, people) -> {
            for (var head : officiating.heads(people, at.institutionId(), at.day())) {
                if (is.contains(new Line(head, at))) officiating.readsAway(head, at.institutionId(), at.day());
                else officiating.readsBack(head, at.institutionId(), at.day());
            }
        });
    }

    private Set<Line> away(Collection<PersonDay> days) {
        var today = LocalDate.now(clock);
        return days.stream().filter(d -> d.away(today)).map(Line::of).collect(toSet());
    }
}
