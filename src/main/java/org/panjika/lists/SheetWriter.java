package org.panjika.lists;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Writes a list row by row, of any number, as CSV or as XLSX: the same rows in the same columns, texts kept from being run as
 * formulas in both ({@link Spreadsheet}). In XLSX days and numbers are days and numbers, and the names of the columns stay in
 * sight; where a sheet is full the list goes on on a further one.
 */
public final class SheetWriter implements AutoCloseable {

    /** What a list is written as. */
    public enum Format {
        CSV("text/csv;charset=UTF-8"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        public String contentType() {
            return contentType;
        }

        /** The value of {@code Content-Disposition} by which it is kept as a file. */
        public String attachment(String name) {
            return "attachment; filename=\"%s.%s\"".formatted(name, this == CSV ? "csv" : "xlsx");
        }
    }

    private interface Rows extends AutoCloseable {

        void write(List<?> cells);

        @Override
        void close();
    }

    private final Rows rows;

    private SheetWriter(Rows rows) {
        this.rows = rows;
    }

    /** Begins a list with the names of its columns; the stream is closed with it. */
    public static SheetWriter begin(Format format, OutputStream out, List<String> columns) {
        return new SheetWriter(
                switch (format) {
                    case CSV -> new Csv(out, columns);
                    case XLSX -> new Sheets(out, columns, Sheets.MOST);
                });
    }

    /** A list whose sheets hold so many rows each, the names of the columns among them. */
    static SheetWriter sheets(OutputStream out, List<String> columns, int rowsEach) {
        return new SheetWriter(new Sheets(out, columns, rowsEach));
    }

    /** Writes a row: a {@link LocalDate}, a number, or else the text of it, which is empty where there is nothing to say. */
    public void row(Object... cells) {
        rows.write(List.of(cells));
    }

    @Override
    public void close() {
        rows.close();
    }

    private static final class Csv implements Rows {

        private final CsvWriter csv;

        Csv(OutputStream out, List<String> columns) {
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            try {
                writer.write(Spreadsheet.BYTE_ORDER_MARK);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.csv = CsvWriter.builder().build(writer);
            write(columns);
        }

        @Override
        public void write(List<?> cells) {
            csv.writeRecord(cells.stream().map(Csv::text).toList());
        }

        private static String text(Object cell) {
            if (cell instanceof BigDecimal number) return number.toPlainString();
            return cell instanceof Number ? cell.toString() : Spreadsheet.guarded(cell.toString());
        }

        @Override
        public void close() {
            try {
                csv.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Sheets implements Rows {

        /** The format knows no more rows. */
        static final int MOST = 1_048_576;

        private static final int AT_ONCE = 1_000;
        private static final int WIDTH = 16;

        private final Workbook book;
        private final List<String> columns;
        private final int most;
        private Worksheet sheet;
        private int next;
        private int sheets;

        Sheets(OutputStream out, List<String> columns, int most) {
            this.book = new Workbook(out, "Panjika", "1.0");
            this.columns = columns;
            this.most = most;
            begin();
        }

        private void begin() {
            sheets++;
            sheet = book.newWorksheet(String.valueOf(sheets));
            sheet.freezePane(0, 1);
            for (int column = 0; column < columns.size(); column++) {
                sheet.width(column, WIDTH);
                sheet.inlineString(0, column, columns.get(column));
            }
            sheet.range(0, 0, 0, columns.size() - 1).style().bold().set();
            next = 1;
        }

        @Override
        public void write(List<?> cells) {
            try {
                if (next == most) {
                    sheet.finish();
                    begin();
                }
                for (int column = 0; column < cells.size(); column++) write(column, cells.get(column));
                next++;
                if (next % AT_ONCE == 0) sheet.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(int column, Object cell) {
            if (cell instanceof LocalDate day) {
                sheet.value(next, column, day);
                sheet.style(next, column).format("yyyy-mm-dd").set();
            } else if (cell instanceof Number number) {
                sheet.value(next, column, number);
            } else {
                sheet.inlineString(next, column, Spreadsheet.guarded(cell.toString()));
            }
        }

        @Override
        public void close() {
            try {
                book.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
