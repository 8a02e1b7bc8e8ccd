package org.panjika.directory;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.directory.jdbc.DirectoryTable;
import org.panjika.lists.Spreadsheet;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The institutions that the caller may know: those at or below a seat held today, and the own place of work (UP-5). */
@Service
public class Directory {

    private static final int MOST = 1000;

    private final Callers callers;
    private final Institutions institutions;
    private final Officer officer;
    private final SettingsInForce settings;
    private final DirectoryTable table;
    private final Clock clock;

    Directory(
            Callers callers,
            Institutions institutions,
            Officer officer,
            SettingsInForce settings,
            DirectoryTable table,
            Clock clock) {
        this.callers = callers;
        this.institutions = institutions;
        this.officer = officer;
        this.settings = settings;
        this.table = table;
        this.clock = clock;
    }

    /**
     * One page of a list, by code.
     *
     * @param next code to go on after, null at the end
     */
    public record Page(List<Entry> items, String next) {}

    /** One institution with what is in force there today. */
    public record Details(Entry entry, int geofenceRadiusMetres, Optional<Officer.InCharge> inCharge) {}

    /**
     * What may be listed.
     *
     * @param seats keys of the institutions at or below which everything may be known
     * @param own key of the place of work, which may be known itself
     * @param under key of the institution asked for
     */
    public record Scope(boolean everywhere, List<Long> seats, Optional<Long> own, Optional<Long> under) {}

    /**
     * @param under only at or below this one
     * @param q begin of a code, or part of a name
     * @param limit 1 to 1,000
     * @throws Refused {@code not-found} if the caller may not know {@code under}
     */
    public Page find(
            Optional<String> under, Optional<String> kind, Optional<String> q, Optional<String> after, int limit) {
        var most = Math.max(1, Math.min(limit, MOST));
        var found = table.find(
                scope(under), kind.filter(k -> !k.isBlank()), q.filter(text -> !text.isBlank()), after, most + 1);
        return found.size() <= most
                ? new Page(found, null)
                : new Page(found.subList(0, most), found.get(most - 1).code());
    }

    /** @throws Refused {@code not-found} if the caller may not know it */
    public Details find(String code) {
        var institution = known(callers.current(), code);
        return new Details(
                table.find(code).orElseThrow(),
                settings.figure(institution, Setting.GEOFENCE_RADIUS, LocalDate.now(clock)),
                officer.inCharge(institution));
    }

    /**
     * Writes institutions as CSV that an import takes back unchanged and no spreadsheet runs ({@link Spreadsheet}); UTF-8
     * with byte order mark, or spreadsheets spoil every name in Devanagari.
     *
     * @throws Refused {@code not-found} if the caller may not know {@code under}
     */
    @Transactional(readOnly = true)
    public void export(Optional<String> under, OutputStream out) {
        var scope = scope(under);
        try (var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                var csv = CsvWriter.builder().build(writer)) {
            writer.write(Spreadsheet.BYTE_ORDER_MARK);
            csv.writeRecord(
                    "code",
                    "name",
                    "nameHi",
                    "kind",
                    "category",
                    "parent",
                    "latitude",
                    "longitude",
                    "coordinateQuality",
                    "coordinateDoubt",
                    "locality",
                    "district",
                    "pincode",
                    "management",
                    "urban",
                    "participates",
                    "provisional",
                    "calendarGroup");
            table.each(
                    scope,
                    e -> csv.writeRecord(
                            e.code(),
                            Spreadsheet.guarded(e.name()),
                            Spreadsheet.guarded(e.nameHi()),
                            e.kind(),
                            e.category(),
                            e.parent(),
                            text(e.latitude()),
                            text(e.longitude()),
                            e.coordinateQuality(),
                            e.coordinateDoubt(),
                            Spreadsheet.guarded(e.locality()),
                            Spreadsheet.guarded(e.district()),
                            Spreadsheet.guarded(e.pincode()),
                            Spreadsheet.guarded(e.management()),
                            Boolean.toString(e.urban()),
                            Boolean.toString(e.participates()),
                            Boolean.toString(e.provisional()),
                            Spreadsheet.guarded(e.calendarGroup())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Double degrees) {
        return degrees == null ? null : new java.math.BigDecimal(degrees.toString()).toPlainString();
    }

    private Scope scope(Optional<String> under) {
        var caller = callers.current();
        return new Scope(
                caller.administrator(),
                caller.charges().stream().map(c -> c.institution().id()).toList(),
                caller.placeOfWork().map(Institution::id),
                under.map(code -> known(caller, code).id()));
    }

    private Institution known(Caller caller, String code) {
        return institutions.find(code).filter(caller::knows).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }
}
