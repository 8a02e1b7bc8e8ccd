package org.panjika.leave;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.panjika.leave.jdbc.LeaveTypeImport;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/**
 * Takes the kinds of leave and their figures from a list, as {@link ExportLeaveTypes} writes it (RJ-2, BR-11, C1). Regime, code
 * and first day name a row; both days are inclusive, and a row without end ends the day before the next one of the same kind
 * begins. Days that are over keep the figures they had: of a row that has begun only names, place in the list and rule change,
 * and its end to a day that has not passed.
 */
@Service
public class ImportLeaveTypes {

    private static final Layout LAYOUT = Layout.of(
                    "regime", "code", "position", "name", "name_hi", "name_vi", "holidays_count", "rule")
            .column("from_day", "from")
            .column("to_day", "to")
            .columns(
                    "casual",
                    "account",
                    "weight",
                    "credit",
                    "leave_year",
                    "credited",
                    "credited_vacation",
                    "lapses",
                    "cap",
                    "below_zero",
                    "longest",
                    "longest_running",
                    "by_half_days",
                    "joins",
                    "joins_vacation",
                    "document_from",
                    "gender",
                    "service_days",
                    "spells_a_year",
                    "days_a_month",
                    "together",
                    "after_accounts",
                    "pay")
            .build();

    /** Stands in {@code joins} for: no other kind. */
    static final String NO_KIND = "NONE";

    private static final Pattern CODE = Pattern.compile("[A-Z]{2,8}");
    private static final Pattern DAYS = Pattern.compile("[0-9]{1,4}([.][05]0*)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern COUNTED = Pattern.compile("[1-9][0-9]{0,3}");
    private static final BigDecimal HALVES = BigDecimal.valueOf(2);

    private final Lists lists;
    private final LeaveTypeImport table;
    private final Clock clock;

    ImportLeaveTypes(Lists lists, LeaveTypeImport table, Clock clock) {
        this.lists = lists;
        this.table = table;
        this.clock = clock;
    }

    private enum Credit {
        NONE,
        YEARLY,
        COMPLETED_YEAR,
        ONCE
    }

    private enum Pay {
        FULL,
        HALF,
        NONE
    }

    private enum Gender {
        F,
        M
    }

    /** @throws org.panjika.problem.Refused with a {@link org.panjika.lists.ListProblem} if the file cannot be read */
    public ImportReport take(InputStreamSource file, ImportMode mode) {
        var today = LocalDate.now(clock);
        return lists.take(
                file,
                LAYOUT,
                LeaveTypeImport.LIST,
                mode,
                ImportLeaveTypes::judge,
                rows -> table.judge(rows, today),
                rows -> table.write());
    }

    private static void judge(Row row) {
        var given = row.get("credit")
                .filter(c -> !c.equalsIgnoreCase(Credit.NONE.name()))
                .isPresent();
        var noAccount = row.get("account").isEmpty();
        var noDays = row.get("credited").isEmpty();
        row.require("regime", "code", "position", "name", "name_hi", "name_vi", "holidays_count", "rule");
        for (var column : List.of("regime", "code", "account")) {
            row.read(column, "code-malformed", ImportLeaveTypes::code);
        }
        row.readDay("from_day");
        row.readDay("to_day");
        for (var column : List.of("casual", "lapses", "holidays_count", "by_half_days", "together"))
            yesOrNo(row, column, false);
        yesOrNo(row, "joins_vacation", true);
        row.readOneOf("credit", "unknown-leave-credit", Credit.class);
        row.readOneOf("leave_year", "unknown-leave-year", LeaveYear.class);
        row.readOneOf("pay", "unknown-leave-pay", Pay.class);
        row.readOneOf("gender", "unknown-gender", Gender.class);
        for (var column : List.of("credited", "credited_vacation", "cap", "below_zero")) {
            row.read(column, "no-half-days", ImportLeaveTypes::halfDays);
        }
        for (var column : List.of("position", "service_days")) row.read(column, "no-whole-number", matching(NUMBER));
        for (var column :
                List.of("weight", "longest", "longest_running", "document_from", "spells_a_year", "days_a_month")) {
            row.read(column, "no-whole-number", matching(COUNTED));
        }
        row.read("joins", "unknown-leave-codes", j -> j.equalsIgnoreCase(NO_KIND) ? Optional.of("{}") : codes(j));
        row.read("after_accounts", "unknown-leave-codes", ImportLeaveTypes::codes);
        if (given) {
            if (noAccount) row.reject("account", "missing");
            if (noDays) row.reject("credited", "missing");
        }
    }

    private static void yesOrNo(Row row, String column, boolean otherwise) {
        if (row.get(column).isEmpty()) row.set(column, otherwise);
        row.readYesOrNo(column);
    }

    private static Optional<String> code(String word) {
        return Optional.of(word.toUpperCase(Locale.ROOT))
                .filter(c -> CODE.matcher(c).matches() && !c.equals(NO_KIND));
    }

    private static Optional<String> codes(String words) {
        var read = Arrays.stream(words.strip().split("[\\s,]+"))
                .map(ImportLeaveTypes::code)
                .toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of("{"
                        + String.join(
                                ",", read.stream().flatMap(Optional::stream).toList()) + "}")
                : Optional.empty();
    }

    private static Optional<Integer> halfDays(String days) {
        return DAYS.matcher(days).matches()
                ? Optional.of(new BigDecimal(days).multiply(HALVES).intValueExact())
                : Optional.empty();
    }

    private static Function<String, Optional<?>> matching(Pattern pattern) {
        return word -> Optional.of(word).filter(w -> pattern.matcher(w).matches());
    }
}
