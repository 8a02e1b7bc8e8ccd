package org.panjika.organisation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.jdbc.DeputationImport;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/**
 * Takes deputations from a list (C5): to an institution, or to a place that is not on the portal. Employee, destination and
 * first day name a deputation; both days are inclusive. What a list leaves empty stays as it is; a new deputation without
 * weekdays or session is for all of them. None ends another: two that claim the same session of a day are rejected.
 */
@Service
public class ImportDeputations {

    private static final Layout LAYOUT = Layout.of("employee_code")
            .required("from_day", "from")
            .column("to_day", "to")
            .columns("institution", "place", "weekdays", "session", "order_number")
            .build();
    private static final List<String> WEEKDAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private final Lists lists;
    private final DeputationImport table;

    ImportDeputations(Lists lists, DeputationImport table) {
        this.lists = lists;
        this.table = table;
    }

    private enum Session {
        FORENOON,
        AFTERNOON
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        return lists.take(
                file,
                LAYOUT,
                DeputationImport.LIST,
                mode,
                ImportDeputations::judge,
                table::judge,
                rows -> table.write());
    }

    private static void judge(Row row) {
        row.require("employee_code", "from_day");
        row.restoreLostZero("institution");
        if (row.get("institution").isPresent() == row.get("place").isPresent())
            row.reject("institution", "neither-institution-nor-place");
        row.read("weekdays", "unknown-weekday", ImportDeputations::weekdays);
        row.readOneOf("session", "unknown-session", Session.class);
        row.readDay("from_day");
        row.readDay("to_day");
    }

    /** {@code MON WED} as the database has it, Monday being 1. */
    private static Optional<String> weekdays(String words) {
        var numbers = new ArrayList<Integer>();
        for (var word : words.toUpperCase(Locale.ROOT).split("[ ,;]+", -1)) numbers.add(WEEKDAYS.indexOf(word) + 1);
        return numbers.contains(0)
                ? Optional.empty()
                : Optional.of(numbers.stream()
                        .distinct()
                        .sorted()
                        .map(String::valueOf)
                        .collect(java.util.stream.Collectors.joining(",", "{", "}")));
    }
}
