package org.panjika.oversight;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.attendance.AttendanceProblem;
import org.panjika.attendance.Completeness;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** What a person sees from the seats held today, never more (UP-5). */
@Service
public class Outlook {

    private final Institutions institutions;
    private final Completeness completeness;
    private final DeadlineBoard deadlines;
    private final Clock clock;

    Outlook(Institutions institutions, Completeness completeness, DeadlineBoard deadlines, Clock clock) {
        this.institutions = institutions;
        this.completeness = completeness;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /** The highest offices held: none of them lies below another. An administrator without a seat sees from the top. */
    public List<Institution> seats(Caller caller) {
        var held = caller.charges().stream().map(Charge::institution).distinct().toList();
        if (held.isEmpty() && caller.administrator()) return institutions.roots();
        return held.stream()
                .filter(i -> held.stream().noneMatch(above -> above.id() != i.id() && i.isAtOrBelow(above)))
                .toList();
    }

    /**
     * The completeness of a day.
     *
     * @param under code of an office at or below a seat held today; empty: the highest seat held, the first if several
     * @param day empty: today
     * @throws Refused {@code not-allowed} to who holds no seat; {@code not-found} outside the seats held, and for a day
     *     without registers; {@code register-in-future} for a day to come
     */
    public Completeness.Page completeness(Caller caller, Optional<String> under, Optional<LocalDate> day) {
        var office = office(caller, under);
        return completeness.under(office, come(day)).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * The deadline board of a day.
     *
     * @param under as for completeness
     * @param day empty: today
     * @throws Refused as for completeness
     */
    public DeadlineBoard.Page deadlines(Caller caller, Optional<String> under, Optional<LocalDate> day) {
        var office = office(caller, under);
        return deadlines.under(office, come(day)).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private LocalDate come(Optional<LocalDate> day) {
        var today = LocalDate.now(clock);
        if (day.filter(today::isBefore).isPresent()) {
            throw new Refused(AttendanceProblem.REGISTER_IN_FUTURE, Map.of("day", day.get()));
        }
        return day.orElse(today);
    }

    private Institution office(Caller caller, Optional<String> under) {
        var seats = seats(caller);
        if (seats.isEmpty()) throw new Refused(CommonProblem.NOT_ALLOWED);
        return under.isEmpty()
                ? seats.get(0)
                : institutions
                        .find(under.get())
                        .filter(caller::supervises)
                        .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** The way down from a seat held to an office, both included. */
    public List<Institution> way(Caller caller, Institution office) {
        var seats = seats(caller);
        return institutions.all(office.path()).stream()
                .filter(step -> seats.stream().anyMatch(step::isAtOrBelow))
                .toList();
    }
}
