package org.panjika.calendar;

import java.util.List;
import java.util.Optional;
import org.panjika.calendar.jdbc.CalendarLook;
import org.panjika.calendar.jdbc.HolidayImport;
import org.panjika.lists.Counts;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.Institutions;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/** Takes days of the calendar from a list (C14). Area, kind, group, cadre, first and last day name an entry. */
@Service
public class ImportHolidays {

    private static final Layout LAYOUT = Layout.of("name")
            .required("from_day", "from", "date")
            .column("to_day", "to")
            .columns("area", "kind", "calendar_group", "cadre", "day_kind", "name_hi")
            .build();

    private final Lists lists;
    private final HolidayImport table;
    private final CalendarLook look;
    private final Institutions institutions;
    private final List<CalendarConsequences> consequences;

    ImportHolidays(
            Lists lists,
            HolidayImport table,
            CalendarLook look,
            Institutions institutions,
            List<CalendarConsequences> consequences) {
        this.lists = lists;
        this.table = table;
        this.look = look;
        this.institutions = institutions;
        this.consequences = consequences;
    }

    /**
     * A preview also tells what the change would do to months of pay and to leave (C14, C17).
     *
     * @param area code of the institution for the lines that name none
     * @throws Refused {@code not-found} if there is no such institution; with a {@link org.panjika.lists.ListProblem} if
     *     the file cannot be read
     */
    public ImportReport take(InputStreamSource file, Optional<String> area, ImportMode mode) {
        area.filter(code -> institutions.find(code).isEmpty()).ifPresent(unknown -> {
            throw new Refused(CommonProblem.NOT_FOUND);
        });
        return lists.take(
                file,
                LAYOUT,
                HolidayImport.LIST,
                mode,
                row -> judge(row, area),
                table::judge,
                rows -> mode.preview() ? outlook() : table.write());
    }

    /** The counts, and what the change would do to what was counted by the calendar as it was. */
    private Counts outlook() {
        table.want();
        table.toLookAt();
        look.before();
        var counts = table.writeWanted();
        var change = look.after();
        var effects = consequences.stream().flatMap(c -> c.of(change).stream()).toList();
        return new Counts(counts.created(), counts.updated(), counts.unchanged(), effects);
    }

    private static void judge(Row row, Optional<String> area) {
        if (row.get("area").isEmpty()) row.set("area", area.orElse(null));
        if (row.get("to_day").isEmpty()) row.set("to_day", row.get("from_day").orElse(null));
        if (row.get("day_kind").isEmpty()) row.set("day_kind", DayKind.HOLIDAY);
        row.require("area", "from_day", "name");
        row.readOneOf("kind", "unknown-kind", InstitutionKind.class);
        row.readOneOf("cadre", "unknown-cadre", Cadre.class);
        row.readOneOf("day_kind", "unknown-day-kind", DayKind.class);
        row.readDay("from_day");
        row.readDay("to_day");
    }

    private enum InstitutionKind {
        OFFICE,
        SCHOOL
    }

    private enum Cadre {
        VACATION,
        NON_VACATION,
        PUPILS
    }

    private enum DayKind {
        WORKING,
        HALF,
        HOLIDAY,
        ATTENDANCE_REQUIRED
    }
}
