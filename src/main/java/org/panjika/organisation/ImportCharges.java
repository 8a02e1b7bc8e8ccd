package org.panjika.organisation;

import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.jdbc.ChargeImport;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/**
 * Takes from a list who holds which seat (C3). Seat and first day name a charge, officiating ones apart; both days are
 * inclusive. A charge without end ends the day before the next one of the same seat begins, in the list or in what is known,
 * so that a successor ends the predecessor; one with an end is never shortened, except that nobody officiates on for the
 * predecessor once the list brings a new head, unless the list says so too. What a list leaves empty stays as it is, and
 * is SUBSTANTIVE and may act where it is new; CDO and DM may only read.
 */
@Service
public class ImportCharges {

    private static final Layout LAYOUT = Layout.of("employee_code", "institution")
            .required("kind", "charge")
            .required("from_day", "from")
            .column("to_day", "to")
            .columns("basis", "may_act")
            .build();

    private final Lists lists;
    private final ChargeImport table;

    ImportCharges(Lists lists, ChargeImport table) {
        this.lists = lists;
        this.table = table;
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        return lists.take(
                file, LAYOUT, ChargeImport.LIST, mode, ImportCharges::judge, table::judge, rows -> table.write());
    }

    private static void judge(Row row) {
        row.require("employee_code", "kind", "institution", "from_day");
        row.restoreLostZero("institution");
        row.readOneOf("kind", "unknown-charge", Charge.Kind.class);
        row.readOneOf("basis", "unknown-basis", Charge.Basis.class);
        row.readYesOrNo("may_act");
        row.readDay("from_day");
        row.readDay("to_day");
        if (row.get("kind")
                .map(Charge.Kind::valueOf)
                .filter(Charge.Kind::onlyReads)
                .isEmpty()) return;
        if (row.get("may_act").filter(Boolean::parseBoolean).isPresent()) row.reject("may_act", "charge-only-reads");
        row.set("may_act", false);
    }
}
