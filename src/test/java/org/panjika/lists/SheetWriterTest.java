package org.panjika.lists;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panjika.lists.SheetWriter.Format;

class SheetWriterTest {

    private static final List<String> COLUMNS = List.of("code", "name", "day", "days", "half_days");
    private static final LocalDate LEAP_DAY = LocalDate.of(2028, 2, 29);

    @TempDir
    Path folder;

    @Test
    @DisplayName("the same rows are written as CSV and as XLSX, in the same columns")
    void sameRows() throws IOException {
        assertThat(new String(written(Format.CSV), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        \uFEFFcode,name,day,days,half_days\r
                        0801,"मीरा, ""दीदी""\",2028-02-29,3.5,-1\r
                        0802,'=1+1,2028-02-29,10,0\r
                        """);
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(written(Format.XLSX)))) {
            var rows = book.getFirstSheet().read();
            assertThat(texts(rows.get(0))).containsExactlyElementsOf(COLUMNS);
            assertThat(rows.get(1).getCellText(1)).isEqualTo("मीरा, \"दीदी\"");
            assertThat(rows).hasSize(3);
        }
    }

    @Test
    @DisplayName("in XLSX days are days, numbers numbers, and codes keep their zeros")
    void types() throws IOException {
        try (var book =
                new ReadableWorkbook(new ByteArrayInputStream(written(Format.XLSX)), new ReadingOptions(true, false))) {
            var row = book.getFirstSheet().read().get(1);
            assertThat(row.getCell(0).getType()).isEqualTo(CellType.STRING);
            assertThat(row.getCellAsString(0)).contains("0801");
            assertThat(row.getCellAsDate(2).map(d -> d.toLocalDate())).contains(LEAP_DAY);
            assertThat(row.getCell(2).getDataFormatString()).isEqualTo("yyyy-mm-dd");
            assertThat(row.getCellAsNumber(3)).contains(new BigDecimal("3.5"));
            assertThat(row.getCellAsNumber(4)).contains(new BigDecimal("-1"));
        }
    }

    @Test
    @DisplayName("no text is a formula in either, whatever it begins with")
    void noFormula() throws IOException {
        for (var bad : List.of("=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "<b>&amp;")) {
            try (var book = new ReadableWorkbook(new ByteArrayInputStream(one(Format.XLSX, bad)))) {
                var cell = book.getFirstSheet().read().get(1).getCell(0);
                assertThat(cell.getType()).as(bad).isEqualTo(CellType.STRING);
                assertThat(cell.getText()).isEqualTo(Spreadsheet.guarded(bad));
            }
        }
        assertThat(new String(one(Format.CSV, "=1"), StandardCharsets.UTF_8)).isEqualTo("\uFEFFname\r\n'=1\r\n");
    }

    @Test
    @DisplayName("the row of names stays in sight")
    void frozen() throws IOException {
        assertThat(sheetXml(written(Format.XLSX)))
                .contains("ySplit=\"1\"")
                .contains("state=\"frozen\"")
                .doesNotContain("<f>");
    }

    @Test
    @DisplayName("where a sheet is full the list goes on on the next, under the same names")
    void nextSheet() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var list = SheetWriter.sheets(out, List.of("name"), 3)) {
            IntStream.range(0, 5).forEach(i -> list.row("n" + i));
        }
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(book.getSheets().map(SheetWriterTest::column).toList())
                    .containsExactly("name n0 n1", "name n2 n3", "name n4");
        }
    }

    @Test
    @DisplayName("thousands of rows are written and read back")
    void many() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var list = SheetWriter.begin(Format.XLSX, out, List.of("n"))) {
            IntStream.range(0, 2_500).forEach(list::row);
        }
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(book.getFirstSheet().read()).hasSize(2_501);
        }
    }

    private static byte[] written(Format format) {
        var out = new ByteArrayOutputStream();
        try (var list = SheetWriter.begin(format, out, COLUMNS)) {
            list.row("0801", "मीरा, \"दीदी\"", LEAP_DAY, new BigDecimal("3.5"), -1);
            list.row("0802", "=1+1", LEAP_DAY, new BigDecimal("10"), 0);
        }
        return out.toByteArray();
    }

    private static byte[] one(Format format, String name) {
        var out = new ByteArrayOutputStream();
        try (var list = SheetWriter.begin(format, out, List.of("name"))) {
            list.row(name);
        }
        return out.toByteArray();
    }

    private static List<String> texts(Row row) {
        return row.stream().map(Cell::getText).toList();
    }

    private static String column(Sheet sheet) {
        try (var rows = sheet.openStream()) {
            return rows.map(r -> r.getCellText(0)).collect(joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sheetXml(byte[] book) throws IOException {
        try (var zip = new ZipFile(
                        Files.write(folder.resolve("book.xlsx"), book).toFile());
                var sheet = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml"))) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
