package org.panjika.attendance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.attendance.PersonMonth.Rejection;
import org.panjika.attendance.jdbc.ExceptionTable;
import org.panjika.organisation.StaffList;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** Reads a person's month with what its late days cost and what was decided about them. */
@Service
public class PersonMonths {

    private final DaySheets sheets;
    private final PunctualityMonths punctuality;
    private final LatenessCondonation condonation;
    private final ExceptionTable exceptions;
    private final StaffList staffList;
    private final Clock clock;

    PersonMonths(
            DaySheets sheets,
            PunctualityMonths punctuality,
            LatenessCondonation condonation,
            ExceptionTable exceptions,
            StaffList staffList,
            Clock clock) {
        this.sheets = sheets;
        this.punctuality = punctuality;
        this.condonation = condonation;
        this.exceptions = exceptions;
        this.staffList = staffList;
        this.clock = clock;
    }

    /**
     * A person's month, for the person, the head and the offices above.
     *
     * @throws Refused {@code not-found} outside the seats held today; {@code not-allowed} to a colleague
     */
    public PersonMonth of(Caller caller, String employeeCode, YearMonth month) {
        var sheet = sheets.month(caller, employeeCode, month);
        var person = sheet.person();
        var own = caller.is(person.id());
        var verdicts = punctuality.ofPerson(person.id(), month).stream()
                .collect(toMap(v -> v.day().day(), v -> v, (one, other) -> one));
        var standing = condonation.ofMonth(person.id(), month);
        var said = standing.stream().collect(toMap(Condonation::day, c -> c));
        var rejected = exceptions.rejections(person.id(), month).stream().collect(groupingBy(Rejection::day));
        var days = sheet.days().stream()
                .map(d -> {
                    // of two institutions in a day (C5) it belongs to the one where the minutes are missing
                    var verdict = Optional.ofNullable(verdicts.get(d.day()))
                            .filter(v -> d.line().lateMinutes() > 0 || d.line().earlyMinutes() > 0);
                    var word = Optional.ofNullable(said.get(d.day()));
                    var open = verdict.filter(v -> v.reason().condonable()).isPresent();
                    return new PersonMonth.Day(
                            d.day(),
                            d.institution(),
                            d.line(),
                            verdict,
                            word,
                            rejected.getOrDefault(d.day(), List.of()).stream()
                                    .filter(r -> counts(r, d.line()))
                                    .toList(),
                            own && open && word.isEmpty(),
                            open
                                    && word.filter(w -> w.state() != Condonation.State.REFUSED)
                                            .isEmpty()
                                    && condonation.mayGrant(caller, person, d.institution()));
                })
                .toList();
        var opened = days.stream().map(PersonMonth.Day::day).toList();
        var mayPermit = staffList
                .placeOfWork(person, LocalDate.now(clock))
                .filter(place -> condonation.mayGrant(caller, person, place))
                .isPresent();
        return new PersonMonth(
                person,
                month,
                days,
                sheet.offPortal(),
                standing.stream().filter(c -> !opened.contains(c.day())).toList(),
                own,
                mayPermit);
    }

    /** An OUT that came after all, or another mark in the place of the rejected one, leaves nothing to contest. */
    private static boolean counts(Rejection rejection, DaySheet.Line line) {
        var stands = rejection.about() == Mark.About.MARK && rejection.kind() == Mark.Kind.IN ? line.in() : line.out();
        return stands.isEmpty();
    }
}
