package org.panjika;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** Reads back what a person takes into a spreadsheet: rows of texts, days as 2027-03-01. */
public final class SheetRows {

    private SheetRows() {}

    public static List<List<String>> ofCsv(byte[] file) {
        return CsvReader.builder().ofCsvRecord(new String(file, StandardCharsets.UTF_8)).stream()
                .map(r -> List.copyOf(r.getFields()))
                .toList();
    }

    public static List<List<String>> ofXlsx(byte[] file) {
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            return book.getFirstSheet().read().stream().map(SheetRows::texts).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(Row row) {
        return row.stream().map(SheetRows::text).toList();
    }

    private static String text(Cell cell) {
        if (cell.getType() != CellType.NUMBER) return cell.getText();
        return "yyyy-mm-dd".equals(cell.getDataFormatString())
                ? cell.asDate().toLocalDate().toString()
                : cell.asNumber().stripTrailingZeros().toPlainString();
    }
}
