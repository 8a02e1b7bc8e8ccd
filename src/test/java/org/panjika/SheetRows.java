package org.panjika;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/** Reads back what a person takes into a spreadsheet: rows of texts, days as 2027-03-01. */
public final class SheetRows {

    private static final ReadingOptions WITH_FORMATS = new ReadingOptions(true, false);

    private SheetRows() {}

    public static List<List<String>> ofCsv(byte[] file) {
        var text = new String(file, StandardCharsets.UTF_8);
        if (!text.startsWith("\uFEFF")) throw new AssertionError("spreadsheets read no Hindi without byte order mark");
        return CsvReader.builder().ofCsvRecord(text.substring(1)).stream()
                .map(r -> List.copyOf(r.getFields()))
                .toList();
    }

    public static List<List<String>> ofXlsx(byte[] file) {
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(file), WITH_FORMATS)) {
            var rows = book.getFirstSheet().read();
            var columns = rows.get(0).getCellCount();
            return rows.stream().map(row -> texts(row, columns)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(Row row, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(row::getOptionalCell)
                .map(cell -> cell.map(SheetRows::text).orElse(""))
                .toList();
    }

    private static String text(Cell cell) {
        if (cell.getType() != CellType.NUMBER) return cell.getText();
        return "yyyy-mm-dd".equals(cell.getDataFormatString())
                ? cell.asDate().toLocalDate().toString()
                : cell.asNumber().stripTrailingZeros().toPlainString();
    }
}
