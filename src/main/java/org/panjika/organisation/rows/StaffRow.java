package org.panjika.organisation.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.panjika.organisation.Staff;

/** A member of staff among what a statement of any room reads: nobody needs a second statement for it. */
public final class StaffRow {

    private StaffRow() {}

    /** The columns of the table under an alias, named with a prefix. */
    public static String columns(String alias, String prefix) {
        return Columns.of(alias, prefix, "id", "employee_code", "name", "name_hi", "designation", "cadre");
    }

    /** The person in the columns with a prefix. */
    public static Staff read(ResultSet row, String prefix) throws SQLException {
        return new Staff(
                row.getLong(prefix + "id"),
                row.getString(prefix + "employee_code"),
                row.getString(prefix + "name"),
                Optional.ofNullable(row.getString(prefix + "name_hi")),
                row.getString(prefix + "designation"),
                Staff.Cadre.valueOf(row.getString(prefix + "cadre")));
    }
}
