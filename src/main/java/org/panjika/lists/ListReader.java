package org.panjika.lists;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.panjika.problem.Refused;
import org.springframework.core.io.InputStreamSource;

/** Reads a list row by row: UTF-8 with or without byte order mark, comma, RFC 4180 quotes. */
final class ListReader {

    private final Layout layout;
    private final Findings findings;
    private List<String> ignored = List.of();
    private int read;

    ListReader(Layout layout, Findings findings) {
        this.layout = layout;
        this.findings = findings;
    }

    /**
     * Hands over every row.
     *
     * @throws Refused with a {@link ListProblem} if the file cannot be read
     */
    void read(InputStreamSource file, Consumer<Row> use) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var at = 1L;
        try (var in = file.getInputStream();
                var records = CsvReader.builder()
                        .detectBomHeader(false)
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowUnclosedQuote(false)
                        .allowExtraCharsAfterClosingQuote(false)
                        .ofCsvRecord(new InputStreamReader(withoutMark(in), decoder))) {
            var rows = records.iterator();
            if (!rows.hasNext()) throw new Refused(ListProblem.LIST_EMPTY);
            var header = rows.next();
            var columns = columns(header);
            while (rows.hasNext()) {
                var row = rows.next();
                at = row.getStartingLineNumber();
                if (isBlank(row)) continue;
                read++;
                use.accept(row(row, columns, header.getFieldCount()));
            }
        } catch (UncheckedIOException | CsvParseException | IOException e) {
            throw unreadable(e, file, at);
        }
    }

    int rowsRead() {
        return read;
    }

    List<String> ignoredColumns() {
        return ignored;
    }

    private Row row(CsvRecord csv, Map<String, Integer> columns, int width) {
        var values = new HashMap<String, String>();
        columns.forEach((column, index) -> {
            if (index < csv.getFieldCount()) values.put(column, csv.getField(index));
        });
        var row = new Row(Math.toIntExact(csv.getStartingLineNumber()), values, findings);
        if (csv.getFieldCount() != width) row.reject("", "column-count");
        return row;
    }

    private Map<String, Integer> columns(CsvRecord header) {
        var positions = new LinkedHashMap<String, Integer>();
        var twice = new ArrayList<String>();
        for (var i = 0; i < header.getFieldCount(); i++) {
            var name = Layout.plain(header.getField(i));
            if (!name.isEmpty() && positions.putIfAbsent(name, i) != null) twice.add(header.getField(i));
        }
        var found = new LinkedHashMap<String, Integer>();
        layout.columns().forEach((column, names) -> names.stream()
                .filter(positions::containsKey)
                .findFirst()
                .ifPresent(name -> found.put(column, positions.get(name))));
        var missing = layout.required().stream()
                .filter(c -> !found.containsKey(c))
                .map(c -> layout.columns().get(c).size() > 1 ? String.join(" / ", headers(c)) : c)
                .toList();
        if (!missing.isEmpty()) throw new Refused(ListProblem.LIST_COLUMNS_MISSING, Map.of("columns", missing));
        if (!twice.isEmpty()) throw new Refused(ListProblem.LIST_COLUMNS_TWICE, Map.of("columns", twice));
        var used = new HashSet<>(found.values());
        ignored = positions.values().stream()
                .filter(i -> !used.contains(i))
                .map(header::getField)
                .toList();
        return found;
    }

    private List<String> headers(String column) {
        return layout.columns().get(column);
    }

    private static boolean isBlank(CsvRecord row) {
        return row.getFields().stream().allMatch(String::isBlank);
    }

    private static InputStream withoutMark(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(3);
        var mark = buffered.readNBytes(3);
        if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF)
            return buffered;
        buffered.reset();
        return buffered;
    }

    private static Refused unreadable(Exception e, InputStreamSource file, long line) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException)
                return new Refused(ListProblem.LIST_NOT_UTF8, Map.of("line", firstLineNotUtf8(file)));
        }
        if (e instanceof CsvParseException) return new Refused(ListProblem.LIST_NOT_CSV, Map.of("line", line));
        throw e instanceof UncheckedIOException unchecked ? unchecked : new IllegalStateException(e);
    }

    private static int firstLineNotUtf8(InputStreamSource file) {
        try (var in = new BufferedInputStream(file.getInputStream(), 1 << 16)) {
            var line = new ByteArrayOutputStream();
            for (var number = 1; ; number++) {
                int b;
                while ((b = in.read()) >= 0 && b != '\n') line.write(b);
                if (!isUtf8(line.toByteArray()) || b < 0) return number;
                line.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
