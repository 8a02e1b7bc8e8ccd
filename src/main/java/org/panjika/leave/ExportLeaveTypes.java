package org.panjika.leave;

import java.io.OutputStream;
import java.util.List;
import org.panjika.access.Callers;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.lists.SheetWriter;
import org.panjika.lists.SheetWriter.Format;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives administrators the kinds of leave as a list that {@link ImportLeaveTypes} takes back. */
@Service
public class ExportLeaveTypes {

    private static final List<String> COLUMNS = List.of(
            "regime",
            "code",
            "from",
            "to",
            "position",
            "name",
            "nameHi",
            "nameVi",
            "casual",
            "account",
            "weight",
            "credit",
            "leaveYear",
            "credited",
            "creditedVacation",
            "lapses",
            "cap",
            "belowZero",
            "longest",
            "longestRunning",
            "holidaysCount",
            "byHalfDays",
            "joins",
            "joinsVacation",
            "documentFrom",
            "gender",
            "serviceDays",
            "spellsAYear",
            "daysAMonth",
            "together",
            "afterAccounts",
            "pay",
            "rule");

    private final LeaveTypeTable table;
    private final Callers callers;

    ExportLeaveTypes(LeaveTypeTable table, Callers callers) {
        this.table = table;
        this.callers = callers;
    }

    /** @throws Refused {@code not-allowed} if the caller is no administrator */
    public void requireAdministrator() {
        if (!callers.current().administrator()) throw new Refused(CommonProblem.NOT_ALLOWED);
    }

    /**
     * Writes every row there was, is and will be, by regime, kind and first day; balances in days.
     *
     * @throws Refused {@code not-allowed} if the caller is no administrator
     */
    @Transactional(readOnly = true)
    public void write(OutputStream out) {
        requireAdministrator();
        try (var list = SheetWriter.begin(Format.CSV, out, COLUMNS)) {
            table.each(COLUMNS.size(), list::row);
        }
    }
}
