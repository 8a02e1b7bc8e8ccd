package org.panjika.attendance;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.attendance.jdbc.MasterDataTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;
import org.panjika.organisation.Staff.Cadre;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What School Admin takes along to work without a network (BR-7). */
@Service
public class MasterData {

    private final MasterDataTable table;
    private final DayOpening opening;
    private final StaffList staffList;
    private final LeaveKinds leaveKinds;
    private final Clock clock;

    MasterData(MasterDataTable table, DayOpening opening, StaffList staffList, LeaveKinds leaveKinds, Clock clock) {
        this.table = table;
        this.opening = opening;
        this.staffList = staffList;
        this.leaveKinds = leaveKinds;
        this.clock = clock;
    }

    /**
     * An institution with everybody who works there today, and its calendar of this month and the next: what has been downloaded is
     * stale when something has changed (BR-7), not each morning.
     */
    public record Content(
            Institution institution,
            Optional<Rules> rules,
            List<Staff> staff,
            List<Day> calendar,
            List<LeaveKinds.Kind> leaveKinds) {}

    /** How marks are made there today. */
    public record Rules(Attempt.Place.Mode mode, boolean photoRequired, int radiusMetres) {}

    /** One day for one cadre; {@code kind} as in the calendar: WORKING, HALF, HOLIDAY, ATTENDANCE_REQUIRED. */
    public record Day(
            LocalDate day,
            Cadre cadre,
            String kind,
            Optional<String> name,
            Optional<String> nameHi,
            LocalTime starts,
            LocalTime boundary,
            LocalTime ends) {}

    /**
     * The master data of an institution the caller heads.
     *
     * @param code empty: the only one, or the first of several
     * @throws Refused {@code not-allowed} to who heads none, {@code not-found} for one that the caller does not head
     */
    @Transactional
    public Content of(Caller caller, Optional<String> code) {
        var headed = caller.headed();
        if (headed.isEmpty()) throw caller.refused();
        var institution = headed.stream()
                .filter(i -> code.isEmpty() || i.code().equals(code.get()))
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var today = LocalDate.now(clock);
        opening.ensureOpen(today);
        var nextMonth = YearMonth.from(today).plusMonths(1);
        return new Content(
                institution,
                table.rules(institution.id(), today),
                staffList.workingAt(institution, today),
                table.calendar(institution.id(), today.withDayOfMonth(1), nextMonth.atEndOfMonth()),
                leaveKinds.at(institution, today));
    }
}
