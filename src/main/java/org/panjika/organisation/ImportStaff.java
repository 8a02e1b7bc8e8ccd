package org.panjika.organisation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.jdbc.StaffImport;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/** Takes members of staff from a list, by employee code; what a list leaves empty or does not have stays as it is. */
@Service
public class ImportStaff {

    private static final Layout LAYOUT = Layout.of("employee_code", "name")
            .columns("name_hi", "gender", "designation", "cadre", "phone", "email", "joined_on")
            .build();
    /** A code is part of addresses, so a slash cannot be in it. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

    private final Lists lists;
    private final StaffImport table;

    ImportStaff(Lists lists, StaffImport table) {
        this.lists = lists;
        this.table = table;
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        return lists.take(
                file, LAYOUT, StaffImport.LIST, mode, ImportStaff::judge, table::judge, rows -> table.write());
    }

    private static void judge(Row row) {
        row.require("employee_code", "name");
        row.get("employee_code")
                .filter(c -> !CODE.matcher(c).matches())
                .ifPresent(c -> row.reject("employee_code", "code-malformed"));
        row.read("gender", "unknown-gender", ImportStaff::gender);
        row.readOneOf("cadre", "unknown-cadre", Staff.Cadre.class);
        row.readDay("joined_on");
    }

    private static Optional<String> gender(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "f", "female" -> Optional.of("F");
            case "m", "male" -> Optional.of("M");
            case "x", "other", "transgender" -> Optional.of("X");
            default -> Optional.empty();
        };
    }
}
