package org.panjika.organisation;

import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.jdbc.PostingImport;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/**
 * Takes postings from a list. Employee and first day name a posting; both days are inclusive. A posting without end ends the
 * day before the next one of the same person begins, in the list or in what is known.
 */
@Service
public class ImportPostings {

    private static final Layout LAYOUT = Layout.of("employee_code", "institution")
            .required("from_day", "from")
            .column("to_day", "to")
            .column("order_number")
            .build();

    private final Lists lists;
    private final PostingImport table;

    ImportPostings(Lists lists, PostingImport table) {
        this.lists = lists;
        this.table = table;
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        return lists.take(
                file, LAYOUT, PostingImport.LIST, mode, ImportPostings::judge, table::judge, rows -> table.write());
    }

    private static void judge(Row row) {
        row.require("employee_code", "institution", "from_day");
        row.restoreLostZero("institution");
        row.readDay("from_day");
        row.readDay("to_day");
    }
}
