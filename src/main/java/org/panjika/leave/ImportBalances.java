package org.panjika.leave;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.panjika.access.Callers;
import org.panjika.leave.jdbc.OpeningImport;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/** Takes the balances of leave that people came with, once for each, from a list; in days and half days. */
@Service
public class ImportBalances {

    private static final Layout LAYOUT =
            Layout.of("employee_code", "account", "days", "as_of").build();
    private static final Pattern DAYS = Pattern.compile("[0-9]{1,4}([.][05]0*)?");

    private final Lists lists;
    private final OpeningImport table;
    private final Callers callers;
    private final Clock clock;

    ImportBalances(Lists lists, OpeningImport table, Callers callers, Clock clock) {
        this.lists = lists;
        this.table = table;
        this.callers = callers;
        this.clock = clock;
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        var by = callers.current().login();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return lists.take(
                file, LAYOUT, OpeningImport.LIST, mode, this::judge, table::judge, rows -> table.write(by, now));
    }

    private void judge(Row row) {
        row.require("employee_code", "account", "days", "as_of");
        row.read("account", "unknown-leave-account", a -> Optional.of(a.toUpperCase(Locale.ROOT)));
        row.read(
                "days",
                "no-half-days",
                d -> DAYS.matcher(d).matches() ? Optional.of(new BigDecimal(d).toPlainString()) : Optional.empty());
        row.readDay("as_of");
        row.get("as_of")
                .filter(day -> LocalDate.parse(day).isAfter(LocalDate.now(clock)))
                .ifPresent(day -> row.reject("as_of", "day-not-come"));
    }
}
