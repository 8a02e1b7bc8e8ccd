package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.attendance.jdbc.DaySheetTable;
import org.panjika.attendance.jdbc.OffPortalTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The day registers, for those who may read them. */
@Service
public class DaySheets {

    private final DaySheetTable table;
    private final OffPortalTable offPortal;
    private final DayOpening opening;
    private final Institutions institutions;
    private final StaffList staffList;
    private final Clock clock;

    DaySheets(
            DaySheetTable table,
            OffPortalTable offPortal,
            DayOpening opening,
            Institutions institutions,
            StaffList staffList,
            Clock clock) {
        this.table = table;
        this.offPortal = offPortal;
        this.opening = opening;
        this.institutions = institutions;
        this.staffList = staffList;
        this.clock = clock;
    }

    /**
     * The register of an institution on a day that has come.
     *
     * @throws Refused {@code not-found} outside the seats held today, and where there is no register of the day;
     *     {@code not-allowed} to who merely works there
     */
    @Transactional
    public DaySheet of(Caller caller, String institutionCode, LocalDate day) {
        return read(visible(caller, institutionCode), day);
    }

    /**
     * What one person's days of a month read, those that have been opened; who works at two institutions in a day has two.
     *
     * @param offPortal days at an office outside the portal, for the parent institution to verify (RJ-12)
     */
    public record Month(Staff person, YearMonth month, List<Day> days, List<OffPortal> offPortal) {

        public record Day(LocalDate day, Institution institution, DaySheet.Line line) {}

        public record OffPortal(LocalDate day, String place, Optional<Instant> in, Optional<Instant> out) {}
    }

    /**
     * A person's month: whole for the person and for who stands above where the person works today; for others, as after a
     * transfer or retirement, the days at institutions that they stand above.
     *
     * @throws Refused {@code not-found} outside the seats held today; {@code not-allowed} to a colleague
     */
    @Transactional(readOnly = true)
    public Month month(Caller caller, String employeeCode, YearMonth month) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var days = table.month(person, month);
        if (caller.is(person.id()) || caller.administrator() || supervisesToday(caller, person)) {
            return new Month(person, month, days, table.offPortal(person, month));
        }
        var below = days.stream()
                .filter(day -> caller.supervises(day.institution()))
                .toList();
        if (below.isEmpty()) throw new Refused(unseen(caller, person));
        return new Month(person, month, below, List.of());
    }

    /** An institution's people at offices outside the portal, day by day, for the month's verification (RJ-12). */
    public record OffPortalMonth(Institution institution, YearMonth month, List<OffPortalTable.Line> lines) {}

    /**
     * The month of an institution's people at offices outside the portal.
     *
     * @throws Refused {@code not-found} outside the seats held today; {@code not-allowed} to who merely works there
     */
    @Transactional(readOnly = true)
    public OffPortalMonth offPortal(Caller caller, String institutionCode, YearMonth month) {
        var institution = visible(caller, institutionCode);
        return new OffPortalMonth(
                institution, month, offPortal.between(institution.id(), month.atDay(1), month.atEndOfMonth()));
    }

    DaySheet read(Institution institution, LocalDate day) {
        return read(institution, day, () -> table.elsewhere(institution.id(), day))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** The same without who works elsewhere; empty where there is no register of the day. */
    Optional<DaySheet> expected(Institution institution, LocalDate day) {
        return read(institution, day, List::of);
    }

    private Optional<DaySheet> read(
            Institution institution, LocalDate day, Supplier<List<DaySheet.Elsewhere>> elsewhere) {
        var now = clock.instant();
        var page = day.equals(LocalDate.ofInstant(now, clock.getZone()))
                ? openToday(institution, day)
                : table.page(institution.id(), day);
        return page.map(p -> new DaySheet(institution, p.terms(), p.lines(), elsewhere.get(), now));
    }

    /** An institution that came in since dawn has no page yet: the day is opened again for it. */
    private Optional<DaySheetTable.Page> openToday(Institution institution, LocalDate today) {
        opening.ensureOpen(today);
        var page = table.page(institution.id(), today);
        if (page.isPresent() || !institution.participates()) return page;
        opening.open(today);
        return table.page(institution.id(), today);
    }

    Institution visible(Caller caller, String institutionCode) {
        var institution = institutions.find(institutionCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        mustSupervise(caller, institution);
        return institution;
    }

    /** Who works at two institutions is seen by the heads of both (C5). */
    private boolean supervisesToday(Caller caller, Staff person) {
        return places(person).anyMatch(caller::supervises);
    }

    private CommonProblem unseen(Caller caller, Staff person) {
        return places(person).anyMatch(caller::knows) ? CommonProblem.NOT_ALLOWED : CommonProblem.NOT_FOUND;
    }

    private Stream<Institution> places(Staff person) {
        return Stream.concat(staffList.placeOfWork(person).stream(), staffList.placesOfWork(person).stream());
    }

    private static void mustSupervise(Caller caller, Institution institution) {
        if (caller.supervises(institution)) return;
        throw new Refused(caller.knows(institution) ? CommonProblem.NOT_ALLOWED : CommonProblem.NOT_FOUND);
    }
}
