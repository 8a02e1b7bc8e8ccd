package org.panjika.payroll.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.lists.ListProblem;
import org.panjika.lists.Spreadsheet;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.DrawalProblem;
import org.panjika.payroll.Drawals;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The list of a drawing officer, filled in: lines without a status say nothing. */
@Component
class DrawalList {

    static final String[] COLUMNS = {
        "institution",
        "employee_code",
        "name",
        "full_pay",
        "half_pay",
        "no_pay",
        "held",
        "status",
        "reason",
        "bill",
        "date"
    };

    private static final List<String> NEEDED =
            List.of("institution", "employee_code", "status", "reason", "bill", "date");

    private static final Pattern ENTRY = Pattern.compile("^drawal\\[(\\d+)]");

    private final Drawals drawals;

    DrawalList(Drawals drawals) {
        this.drawals = drawals;
    }

    /** An entry, and the line of the file that says it. */
    private record Said(long line, Entry entry) {}

    /**
     * Enters all lines or none.
     *
     * @throws Refused {@code pay-list-columns}, {@code list-not-csv} naming the line; {@code invalid-fields} naming line and
     *     column, {@code not-drawn-by-you} among them; else as {@link Drawals#enter(Caller, String, YearMonth, List)}
     */
    @Transactional
    public void enter(Caller caller, YearMonth month, byte[] file) {
        var places = new LinkedHashMap<String, List<Said>>();
        var wrong = new ArrayList<FieldError>();
        var text = new String(file, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
        if (text.isBlank()) throw lacksColumns();
        for (var line : lines(text)) {
            read(line, wrong).ifPresent(entry -> places.computeIfAbsent(
                            text(line, "institution").strip(), p -> new ArrayList<>())
                    .add(new Said(line.getStartingLineNumber(), entry)));
        }
        if (wrong.isEmpty()) places.forEach((place, said) -> wrong.addAll(enter(caller, month, place, said)));
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
    }

    /** Spreadsheets leave out empty cells at the end of a line. */
    private static List<NamedCsvRecord> lines(String text) {
        var lines = new ArrayList<NamedCsvRecord>();
        var next = 1L;
        try (var rows = CsvReader.builder()
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .ofNamedCsvRecord(text)) {
            for (var line : rows) {
                if (!line.getHeader().containsAll(NEEDED)) throw lacksColumns();
                lines.add(line);
                var within = line.getFields().stream()
                        .flatMapToInt(String::chars)
                        .filter(c -> c == '\n')
                        .count();
                next = line.getStartingLineNumber() + within + 1;
            }
        } catch (CsvParseException e) {
            throw new Refused(ListProblem.LIST_NOT_CSV, Map.of("line", next));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** @return what is wrong with those of an institution; nothing is entered then */
    private List<FieldError> enter(Caller caller, YearMonth month, String place, List<Said> said) {
        try {
            drawals.enter(caller, place, month, said.stream().map(Said::entry).toList());
            return List.of();
        } catch (Refused refused) {
            if (refused.problem() == CommonProblem.INVALID_FIELDS)
                return refused.naming(field -> at(field, said)).errors();
            if (refused.problem() != CommonProblem.NOT_FOUND && refused.problem() != CommonProblem.NOT_ALLOWED)
                throw refused;
            return said.stream()
                    .map(s -> new FieldError(at(s.line(), "institution"), "not-drawn-by-you"))
                    .toList();
        }
    }

    private static String at(String field, List<Said> said) {
        var column = field.substring(field.indexOf('.') + 1);
        return number(field)
                .map(n -> at(said.get(n).line(), column.equals("employeeCode") ? "employee_code" : column))
                .orElse(field);
    }

    private static String at(long line, String column) {
        return "line " + line + " " + column;
    }

    /** Which of the entries a wrong field of {@link Drawals} is in, from 0. */
    static Optional<Integer> number(String field) {
        return ENTRY.matcher(field).results().findFirst().map(m -> Integer.valueOf(m.group(1)));
    }

    private static Refused lacksColumns() {
        return new Refused(DrawalProblem.PAY_LIST_COLUMNS, Map.of("columns", String.join(", ", NEEDED)));
    }

    private static Optional<Entry> read(NamedCsvRecord line, List<FieldError> wrong) {
        if (line.getFieldCount() > line.getHeader().size())
            wrong.add(new FieldError("line " + line.getStartingLineNumber(), "column-count"));
        var said = text(line, "status").strip();
        if (said.isEmpty()) return Optional.empty();
        var status =
                Stream.of(Status.values()).filter(s -> s.name().equals(said)).findFirst();
        if (status.isEmpty()) wrong.add(new FieldError(at(line.getStartingLineNumber(), "status"), "invalid"));
        var date = filled(line, "date");
        var day = date.flatMap(DrawalList::day);
        if (date.isPresent() && day.isEmpty())
            wrong.add(new FieldError(at(line.getStartingLineNumber(), "date"), "invalid"));
        return status.map(s ->
                new Entry(text(line, "employee_code").strip(), s, filled(line, "reason"), filled(line, "bill"), day));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(NamedCsvRecord line, String column) {
        return line.findField(column).orElse("");
    }

    private static Optional<String> filled(NamedCsvRecord line, String column) {
        return Optional.of(Spreadsheet.unguarded(text(line, column)).strip()).filter(t -> !t.isEmpty());
    }
}
