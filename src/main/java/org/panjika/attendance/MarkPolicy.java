package org.panjika.attendance;

import static org.panjika.attendance.Finding.NOTHING;
import static org.panjika.attendance.Finding.refusal;
import static org.panjika.organisation.Institution.Location.Quality.SUSPECT;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.attendance.Attempt.Place;
import org.panjika.attendance.Finding.Doubtful;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.attendance.Mark.Doubt;
import org.panjika.attendance.Mark.Kind;
import org.panjika.attendance.Mark.Mode;

/** One rule about marks. All are asked in order; the first refusal ends it, doubts add up. */
public enum MarkPolicy {
    /** Only the person, or the head of the place of work, makes a mark (BR-6). */
    ONLY_THE_HEAD_FOR_OTHERS {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            return attempt.mode() == Mode.SCHOOL_ADMIN && !attempt.mayActFor().contains(place.institutionId())
                    ? refusal(AttendanceProblem.NOT_POSTED_HERE)
                    : NOTHING;
        }
    },
    /** C6: where only the roll is used, phones do not mark. */
    MARKS_ARE_USED_HERE {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            return place.mode() == Place.Mode.ROLL && attempt.mode().fenced()
                    ? refusal(AttendanceProblem.MARKS_NOT_USED)
                    : NOTHING;
        }
    },
    /** BR-8, C8: one effective IN and OUT; an arrival after duty elsewhere and a later own OUT are welcome. */
    ONCE_EACH {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            var earlier = attempt.kind() == Kind.IN ? day.effective(Kind.IN) : day.leaving();
            if (earlier.isEmpty() || replaces(attempt, earlier.get())) return NOTHING;
            return new Refusal(
                    AttendanceProblem.ALREADY_MARKED,
                    Map.of(
                            "markedBy", earlier.get().recordedBy(),
                            "markedAt", earlier.get().capturedAt().truncatedTo(ChronoUnit.SECONDS)));
        }

        private boolean replaces(Attempt attempt, Mark earlier) {
            return attempt.kind() == Kind.IN
                    ? earlier.mode() == Mode.ON_DUTY && attempt.mode().fenced()
                    : attempt.mode() != Mode.SCHOOL_ADMIN && attempt.at().isAfter(earlier.capturedAt());
        }
    },
    /** C10: who comes after closing needs a correction; going is accepted until the day ends. Offices outside the portal do not close. */
    BEFORE_CLOSING {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            return attempt.kind() == Kind.IN
                            && attempt.mode() != Mode.OFF_PORTAL
                            && !attempt.at().isBefore(place.hours().closes())
                    ? refusal(AttendanceProblem.DAY_CLOSED)
                    : NOTHING;
        }
    },
    /** BR-4, BR-6: no School In without a photograph, where photographs are required; what comes as one can be looked at. */
    PHOTOGRAPH {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            if (attempt.photoFault().isPresent()) return attempt.photoFault().get();
            var needed = place.photoRequired()
                    && attempt.kind() == Kind.IN
                    && attempt.mode().fenced();
            return needed && attempt.photoHash().isEmpty() ? refusal(AttendanceProblem.PHOTO_REQUIRED) : NOTHING;
        }
    },
    /** BR-2, C7: outside for certain is refused; a doubtful position waits, it neither passes nor condemns. */
    GEOFENCE {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            if (!attempt.mode().fenced()) return NOTHING;
            if (attempt.position().isEmpty()) return new Doubtful(Doubt.NO_POSITION);
            var position = attempt.position().get();
            var location = place.location().filter(l -> l.quality() != SUSPECT);
            if (location.isEmpty()) return new Doubtful(Doubt.SUSPECT_COORDINATES);
            var distance = place.exactDistance(attempt.position()).orElseThrow();
            if (distance - position.accuracyMetres() > place.radiusMetres()) {
                return new Refusal(
                        AttendanceProblem.OUTSIDE_GEOFENCE,
                        Map.of(
                                "distanceMetres",
                                place.distance(attempt.position()).orElseThrow(),
                                "radiusMetres",
                                place.radiusMetres()));
            }
            if (position.mocked()) return new Doubtful(Doubt.MOCKED);
            if (position.fixAgeSeconds().orElse(0) > limits.fixAge().toSeconds()) return new Doubtful(Doubt.STALE_FIX);
            var near = distance <= place.radiusMetres() && position.accuracyMetres() <= limits.accuracyMetres();
            return near ? NOTHING : new Doubtful(Doubt.POOR_ACCURACY);
        }
    },
    /** BR-5: duty elsewhere without an order waits for the head. */
    DUTY_ORDER {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            return attempt.mode() == Mode.ON_DUTY && !day.ordered(attempt, place)
                    ? new Doubtful(Doubt.NO_DUTY_ORDER)
                    : NOTHING;
        }
    },
    /** C8: an OUT without an IN waits; it is resolved by itself when the IN arrives. */
    OUT_NEEDS_AN_IN {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            return attempt.kind() == Kind.OUT && day.effective(Kind.IN).isEmpty() ? new Doubtful(Doubt.NO_IN) : NOTHING;
        }
    },
    /** C9: coming more than two hours before the start, or after the end. */
    USUAL_TIME {
        @Override
        Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits) {
            Instant earliest = place.hours().starts().minus(limits.usualBefore());
            var unusual = attempt.at().isBefore(earliest)
                    || attempt.at().isAfter(place.hours().ends());
            // what is usual at an office outside the portal is not known
            var known = attempt.mode() != Mode.OFF_PORTAL;
            return attempt.kind() == Kind.IN && known && unusual ? new Doubtful(Doubt.UNUSUAL_TIME) : NOTHING;
        }
    };

    abstract Finding judge(Attempt attempt, Place place, Day day, MarkLimits limits);

    /** C9, C10: what is wrong with a mark whatever the day was like. */
    static Optional<Refusal> untimely(Attempt attempt, Instant now, MarkLimits limits) {
        if (attempt.at().isAfter(now.plus(limits.clockTolerance()))) {
            return Optional.of(new Refusal(AttendanceProblem.CAPTURED_IN_FUTURE, Map.of()));
        }
        if (attempt.at().isBefore(now.minus(limits.deliverWithin()))) {
            return Optional.of(new Refusal(
                    AttendanceProblem.TOO_OLD,
                    Map.of("hours", limits.deliverWithin().toHours())));
        }
        if (attempt.position().filter(p -> !p.possible()).isPresent()) {
            return Optional.of(new Refusal(AttendanceProblem.IMPOSSIBLE_POSITION, Map.of()));
        }
        return Optional.empty();
    }

    /** Asks every policy: a refusal, or the doubts found, none of them if the mark is accepted. */
    static Verdict judgeAll(Attempt attempt, Place place, Day day, MarkLimits limits) {
        var doubts = new ArrayList<Doubt>();
        for (var policy : values()) {
            var finding = policy.judge(attempt, place, day, limits);
            if (finding instanceof Refusal refusal) return new Verdict.Refused(refusal);
            if (finding instanceof Doubtful doubtful) doubts.add(doubtful.doubt());
        }
        return new Verdict.Recorded(List.copyOf(doubts));
    }

    /** The marks a person's day already has, and the duty orders that hold on it: read only where they can matter. */
    record Day(List<Mark> marks, List<DutyOrder> orders) {

        /** BR-5: an order covers the session of the moment, or the coming on duty to which this is the going. */
        boolean ordered(Attempt attempt, Place place) {
            return covered(attempt, place)
                    || attempt.kind() == Kind.OUT
                            && effective(Kind.IN).filter(Day::onOrderedDuty).isPresent();
        }

        /** C8: an order calls the person on a holiday; who has come may go. */
        boolean called(Attempt attempt, Place place) {
            return covered(attempt, place)
                    || attempt.kind() == Kind.OUT && effective(Kind.IN).isPresent();
        }

        private boolean covered(Attempt attempt, Place place) {
            var session = place.hours().session(attempt.at());
            return orders.stream()
                    .filter(o ->
                            attempt.dutyOrder().map(o.orderNumber()::equals).orElse(true))
                    .anyMatch(o -> o.covers(attempt.day(), session));
        }

        static boolean onOrderedDuty(Mark in) {
            return in.mode() == Mode.ON_DUTY
                    && (in.decision().isPresent() || !in.doubts().contains(Doubt.NO_DUTY_ORDER));
        }

        /** The School Out that counts: one before the last School In is a slip, or the end of a duty elsewhere (C8). */
        Optional<Mark> leaving() {
            return effective(Kind.OUT).filter(out -> marks.stream()
                    .filter(m -> m.kind() == Kind.IN && m.effective())
                    .noneMatch(in -> out.capturedAt().isBefore(in.capturedAt())));
        }

        Optional<Mark> effective(Kind kind) {
            return marks.stream().filter(m -> m.kind() == kind && m.effective()).reduce((first, later) -> later);
        }
    }

    /** What all policies together make of a mark. */
    sealed interface Verdict {

        /** Recorded; doubtful if there is a doubt. */
        record Recorded(List<Doubt> doubts) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }
}
