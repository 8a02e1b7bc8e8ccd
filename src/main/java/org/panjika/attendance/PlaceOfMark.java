package org.panjika.attendance;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** At which of the institutions where a person works on one day a mark is made (C5): in the forenoon at one, then at another. */
final class PlaceOfMark {

    private PlaceOfMark() {}

    /**
     * The line a mark belongs to: where the head who marks is the head; the one inside whose fence the person stands; a going
     * where the person came last; else by the session of the moment.
     *
     * @param lines at least one
     */
    static PersonDay choose(List<PersonDay> lines, Attempt attempt) {
        if (lines.size() == 1) return lines.get(0);
        var byHead = lines.stream()
                .filter(l -> attempt.mode() == Mark.Mode.SCHOOL_ADMIN)
                .filter(l -> attempt.mayActFor().contains(l.place().institutionId()))
                .toList();
        if (byHead.size() == 1) return byHead.get(0);
        var inside = lines.stream()
                .filter(l -> attempt.mode().fenced())
                .filter(l -> l.place()
                        .exactDistance(attempt.position())
                        .filter(metres -> metres <= l.place().radiusMetres())
                        .isPresent())
                .toList();
        if (inside.size() == 1) return inside.get(0);
        return cameLast(lines).filter(l -> attempt.kind() == Mark.Kind.OUT).orElseGet(() -> bySession(lines, attempt));
    }

    private static Optional<PersonDay> cameLast(List<PersonDay> lines) {
        record Came(PersonDay line, Mark in) {}
        return lines.stream()
                .flatMap(l -> new MarkPolicy.Day(l.marks(), List.of())
                        .effective(Mark.Kind.IN).map(in -> new Came(l, in)).stream())
                .max(Comparator.comparing(c -> c.in().capturedAt()))
                .map(Came::line);
    }

    private static PersonDay bySession(List<PersonDay> lines, Attempt attempt) {
        var inOrder = lines.stream()
                .sorted(Comparator.comparing((PersonDay l) -> !l.expected().contains(Session.FORENOON)))
                .toList();
        return inOrder.stream()
                .filter(l -> l.expected().contains(l.place().hours().session(attempt.at())))
                .findFirst()
                .orElse(inOrder.get(inOrder.size() - 1));
    }
}
