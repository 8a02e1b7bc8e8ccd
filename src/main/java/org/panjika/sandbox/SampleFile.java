package org.panjika.sandbox;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;

/** One table of the sample state: a CSV in the resource folder {@code sandbox}, the first line names the columns. */
final class SampleFile {

    private SampleFile() {}

    /** The lines of a file; what is blank is left out. */
    static List<Map<String, Object>> rows(String name) {
        try (var reader = new InputStreamReader(
                        new ClassPathResource("sandbox/" + name + ".csv").getInputStream(), StandardCharsets.UTF_8);
                var lines = CsvReader.builder().ofNamedCsvRecord(reader)) {
            return lines.stream().map(SampleFile::row).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> row(NamedCsvRecord line) {
        var row = new LinkedHashMap<String, Object>(line.getFieldsAsMap());
        row.values().removeIf(""::equals);
        return row;
    }
}
