package org.panjika.organisation.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institution.Category;
import org.panjika.organisation.Institution.Kind;
import org.panjika.organisation.Institution.Location;
import org.panjika.organisation.Institution.Location.Quality;

/** An institution among what a statement of any room reads: nobody needs a second statement for it. */
public final class InstitutionRow {

    private InstitutionRow() {}

    /** The columns of the table under an alias, named with a prefix. */
    public static String columns(String alias, String prefix) {
        return Columns.of(
                alias,
                prefix,
                "id",
                "code",
                "kind",
                "category",
                "name",
                "name_hi",
                "participates",
                "latitude",
                "longitude",
                "coordinate_quality",
                "coordinate_doubt",
                "path");
    }

    /** The institution in the columns with a prefix. */
    public static Institution read(ResultSet row, String prefix) throws SQLException {
        return new Institution(
                row.getLong(prefix + "id"),
                row.getString(prefix + "code"),
                new Kind(row.getString(prefix + "kind")),
                Optional.ofNullable(row.getString(prefix + "category")).map(Category::valueOf),
                row.getString(prefix + "name"),
                Optional.ofNullable(row.getString(prefix + "name_hi")),
                row.getBoolean(prefix + "participates"),
                location(row, prefix),
                Arrays.asList((Long[]) row.getArray(prefix + "path").getArray()));
    }

    private static Optional<Location> location(ResultSet row, String prefix) throws SQLException {
        var quality = row.getString(prefix + "coordinate_quality");
        if (quality == null) return Optional.empty();
        return Optional.of(new Location(
                row.getDouble(prefix + "latitude"),
                row.getDouble(prefix + "longitude"),
                Quality.valueOf(quality),
                Optional.ofNullable(row.getString(prefix + "coordinate_doubt"))));
    }
}
