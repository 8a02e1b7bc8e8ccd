package org.panjika.organisation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.panjika.lists.ImportMode;
import org.panjika.lists.ImportReport;
import org.panjika.lists.Layout;
import org.panjika.lists.ListProblem;
import org.panjika.lists.Lists;
import org.panjika.lists.Row;
import org.panjika.organisation.jdbc.InstitutionImport;
import org.panjika.problem.Refused;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Service;

/**
 * Takes institutions from a list (C2). A known code is updated, an unknown one created; what a list leaves empty or does
 * not have stays as it is. A surveyed point is replaced by another that the list calls surveyed, by no other.
 */
@Service
public class ImportInstitutions {

    private static final Pattern CODE = Pattern.compile("[A-Z0-9]+");
    private static final Pattern UDISE_CODE = Pattern.compile("[0-9]{11}");
    private static final Pattern DEGREES = Pattern.compile("[+-]?[0-9]{1,3}([.][0-9]{0,17})?");
    private static final Pattern PINCODE = Pattern.compile("[1-9][0-9]{5}|[0-9]{5}");

    private final Lists lists;
    private final InstitutionImport table;
    private final OfficeKinds kinds;
    private final Clock clock;

    ImportInstitutions(Lists lists, InstitutionImport table, OfficeKinds kinds, Clock clock) {
        this.lists = lists;
        this.table = table;
        this.kinds = kinds;
        this.clock = clock;
    }

    /** What a list says of a point: only SURVEYED is believed, every other point is judged. */
    private enum Quality {
        SURVEYED,
        IMPORTED,
        SUSPECT
    }

    /** How a list names its columns. */
    public enum Mapping {
        /** Our own words, as an export has them. */
        NATIVE(Layout.of("code", "name")
                .columns("name_hi", "kind", "category", "parent", "latitude", "longitude", "locality", "district")
                .columns(
                        "pincode",
                        "management",
                        "urban",
                        "rural_urban",
                        "participates",
                        "calendar_group",
                        "provisional")
                .columns("district_by_coordinates", "coordinate_quality")
                .build()),
        /** The national school list, in any of its shapes. */
        UDISE(Layout.of()
                .required("code", "udise_code", "school_code")
                .required("name", "school_name")
                .columns("name_hi", "kind", "parent", "latitude", "longitude", "pincode", "urban", "participates")
                .column("category", "school_category")
                .column("locality", "village_name", "village_or_ward", "village")
                .column("district", "district_name")
                .column("management", "management_code")
                .column("rural_urban", "location")
                .columns("calendar_group", "district_by_coordinates", "provisional", "coordinate_quality")
                .build());

        private final Layout layout;

        Mapping(Layout layout) {
            this.layout = layout;
        }

        /** @throws Refused {@code list-mapping-unknown} */
        public static Mapping of(Optional<String> name) {
            if (name.isEmpty() || name.get().isBlank()) return NATIVE;
            try {
                return valueOf(name.get().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new Refused(
                        ListProblem.LIST_MAPPING_UNKNOWN, Map.of("mapping", name.get(), "known", "native, udise"));
            }
        }
    }

    /**
     * @param under code of the institution above the districts that have to be made up; without it the only division,
     *     else the only directorate
     * @throws Refused {@code not-found} if there is no institution {@code under}; a {@link ListProblem} if the file cannot
     *     be read
     */
    public ImportReport take(InputStreamSource file, Mapping mapping, Optional<String> under, ImportMode mode) {
        var top = table.top(under);
        var day = LocalDate.now(clock);
        var known = kinds.known();
        return lists.take(
                file,
                mapping.layout,
                InstitutionImport.LIST,
                mode,
                row -> judge(row, mapping, known),
                rows -> table.judge(rows, day),
                rows -> table.write(rows, top, day));
    }

    private static void judge(Row row, Mapping mapping, Map<String, Institution.Kind> known) {
        row.require("code", "name");
        row.read(
                "kind",
                "unknown-kind",
                word -> Optional.ofNullable(
                        known.get(word.toUpperCase(Locale.ROOT).replace(' ', '_'))));
        row.restoreLostZero("code");
        row.restoreLostZero("parent");
        row.get("code").ifPresent(code -> {
            var fits = mapping == Mapping.UDISE ? UDISE_CODE : CODE;
            if (!fits.matcher(code).matches()) row.reject("code", "code-malformed");
        });
        row.read("category", "unknown-category", UdiseWords::category);
        if (row.get("kind").isEmpty()
                && (mapping == Mapping.UDISE || row.get("category").isPresent()))
            row.set("kind", Institution.Kind.SCHOOL);
        row.readYesOrNo("participates");
        if (row.get("participates").isEmpty()) {
            row.get("management").ifPresent(m -> UdiseWords.participates(m)
                    .ifPresentOrElse(
                            takesPart -> row.set("participates", takesPart),
                            () -> row.doubt("management", "management-unknown")));
        }
        row.readYesOrNo("provisional");
        row.read("rural_urban", "neither-rural-nor-urban", UdiseWords::urban);
        row.readYesOrNo("urban");
        if (row.get("urban").isEmpty()) row.set("urban", row.get("rural_urban").orElse(null));
        if (row.get("pincode").filter(p -> !PINCODE.matcher(p).matches()).isPresent())
            row.mend("pincode", "pincode-impossible", null);
        row.readOneOf("coordinate_quality", "unknown-coordinate-quality", Quality.class);
        judgePoint(row);
        if (row.get("coordinate_quality")
                        .filter(Quality.SURVEYED.name()::equals)
                        .isPresent()
                && row.get("latitude").isEmpty()) row.reject("latitude", "missing");
    }

    private static void judgePoint(Row row) {
        var latitude = row.get("latitude");
        var longitude = row.get("longitude");
        if (latitude.isEmpty() && longitude.isEmpty()) return;
        var possible = latitude.filter(d -> isDegrees(d, 90)).isPresent()
                && longitude.filter(d -> isDegrees(d, 180)).isPresent();
        if (possible) return;
        var wrong = latitude.filter(d -> isDegrees(d, 90)).isPresent() ? "longitude" : "latitude";
        row.mend(wrong, "coordinates-impossible", null);
        row.set("latitude", null);
        row.set("longitude", null);
    }

    private static boolean isDegrees(String text, int most) {
        return DEGREES.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= most;
    }
}
