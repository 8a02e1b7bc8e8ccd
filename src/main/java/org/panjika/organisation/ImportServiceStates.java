package org.panjika.organisation;

import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.jdbc.ServiceStateImport;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/**
 * Takes suspensions, retirements and the like from a list (C5, BR-15). Employee and first day name a state; both days are
 * inclusive. A state without end ends the day before the next one of the same person begins, in the list or in what is
 * known: ACTIVE ends a suspension.
 */
@Service
public class ImportServiceStates {

    private static final Layout LAYOUT = Layout.of("employee_code", "state")
            .required("from_day", "from")
            .column("to_day", "to")
            .build();

    private final Lists lists;
    private final ServiceStateImport table;

    ImportServiceStates(Lists lists, ServiceStateImport table) {
        this.lists = lists;
        this.table = table;
    }

    private enum State {
        ACTIVE,
        SUSPENDED,
        AWAITING_POSTING,
        IN_TRANSIT,
        RETIRED,
        DECEASED,
        RESIGNED
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        return lists.take(
                file,
                LAYOUT,
                ServiceStateImport.LIST,
                mode,
                ImportServiceStates::judge,
                table::judge,
                rows -> table.write());
    }

    private static void judge(Row row) {
        row.require("employee_code", "state", "from_day");
        row.readOneOf("state", "unknown-state", State.class);
        row.readDay("from_day");
        row.readDay("to_day");
    }
}
