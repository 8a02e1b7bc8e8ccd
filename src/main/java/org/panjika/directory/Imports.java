package org.panjika.directory;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.calendar.ImportHolidays;
import org.panjika.directory.jdbc.TakenListTable;
import org.panjika.leave.ImportBalances;
import org.panjika.leave.ImportLeaveTypes;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.organisation.ImportCharges;
import org.panjika.organisation.ImportDeputations;
import org.panjika.organisation.ImportInstitutions;
import org.panjika.organisation.ImportPostings;
import org.panjika.organisation.ImportServiceStates;
import org.panjika.organisation.ImportStaff;
import org.panjika.organisation.ListsChanged;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes lists from administrators, and from nobody else. */
@Service
public class Imports {

    private static final int SHOWN = 10;

    private final Callers callers;
    private final ImportInstitutions institutions;
    private final ImportStaff staff;
    private final ImportPostings postings;
    private final ImportCharges charges;
    private final ImportDeputations deputations;
    private final ImportServiceStates serviceStates;
    private final ImportHolidays holidays;
    private final ImportLeaveTypes leaveTypes;
    private final ImportBalances leaveBalances;
    private final TakenListTable taken;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Imports(
            Callers callers,
            ImportInstitutions institutions,
            ImportStaff staff,
            ImportPostings postings,
            ImportCharges charges,
            ImportDeputations deputations,
            ImportServiceStates serviceStates,
            ImportHolidays holidays,
            ImportLeaveTypes leaveTypes,
            ImportBalances leaveBalances,
            TakenListTable taken,
            TransactionTemplate transaction,
            Clock clock,
            ApplicationEventPublisher events) {
        this.callers = callers;
        this.institutions = institutions;
        this.staff = staff;
        this.postings = postings;
        this.charges = charges;
        this.deputations = deputations;
        this.serviceStates = serviceStates;
        this.holidays = holidays;
        this.leaveTypes = leaveTypes;
        this.leaveBalances = leaveBalances;
        this.taken = taken;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
    }

    /**
     * How a list is to be understood.
     *
     * @param mapping how institutions name their columns: {@code native} (default) or {@code udise}
     * @param under code of the institution that districts made up are put under, and that holidays without area are for
     */
    public record Reading(Upload.Kind kind, Optional<String> mapping, Optional<String> under) {}

    /**
     * Takes a list, or shows what it would do. Who took it is recorded with it.
     *
     * @throws Refused {@code not-allowed} if the caller is no administrator; {@code not-found} for an unknown {@code under};
     *     with a {@link org.panjika.lists.ListProblem} if the file cannot be read
     */
    public ImportReport take(InputStreamSource file, String fileName, Reading reading, ImportMode mode) {
        requireAdministrator();
        var by = callers.login();
        var report = transaction.execute(status -> {
            var done = take(file, reading, mode);
            if (done.applied()) taken.insert(clock.instant(), by, reading.kind(), fileName, done);
            else status.setRollbackOnly();
            return done;
        });
        if (report.applied() && !reading.kind().isOfLeave()) {
            callers.forgetAll();
            events.publishEvent(new ListsChanged());
        }
        return report;
    }

    private ImportReport take(InputStreamSource file, Reading reading, ImportMode mode) {
        return switch (reading.kind()) {
            case INSTITUTIONS ->
                institutions.take(file, ImportInstitutions.Mapping.of(reading.mapping()), reading.under(), mode);
            case STAFF -> staff.take(file, mode);
            case POSTINGS -> postings.take(file, mode);
            case CHARGES -> charges.take(file, mode);
            case DEPUTATIONS -> deputations.take(file, mode);
            case SERVICE_STATES -> serviceStates.take(file, mode);
            case HOLIDAYS -> holidays.take(file, reading.under(), mode);
            case LEAVE_TYPES -> leaveTypes.take(file, mode);
            case LEAVE_BALANCES -> leaveBalances.take(file, mode);
        };
    }

    /**
     * The lists taken last, newest first.
     *
     * @throws Refused {@code not-allowed} if the caller is no administrator
     */
    public List<TakenList> latest() {
        requireAdministrator();
        return taken.latest(SHOWN);
    }

    /** @throws Refused {@code not-allowed} if the caller is no administrator */
    public void requireAdministrator() {
        if (!callers.current().administrator()) throw new Refused(CommonProblem.NOT_ALLOWED);
    }
}
