package org.panjika.attendance.jdbc;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.panjika.attendance.Attempt.Place;
import org.panjika.attendance.MasterData.Day;
import org.panjika.attendance.MasterData.Rules;
import org.panjika.organisation.Staff.Cadre;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rules and calendar of one institution. */
@Repository
public class MasterDataTable {

    private final JdbcClient jdbc;

    MasterDataTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How marks are made there on an open day; empty: it takes no part. */
    public Optional<Rules> rules(long institutionId, LocalDate day) {
        return jdbc.sql(
                        """
                        select mode, photo_required, geofence_radius_m from institution_day
                         where day = ? and institution_id = ?
                        """)
                .params(day, institutionId)
                .query((row, n) -> new Rules(
                        Place.Mode.valueOf(row.getString("mode")),
                        row.getBoolean("photo_required"),
                        row.getInt("geofence_radius_m")))
                .optional();
    }

    /** What kind of day it is for each cadre, and the hours. */
    public List<Day> calendar(long institutionId, LocalDate from, LocalDate to) {
        return jdbc.sql(
                        """
                        select d.day::date, k.cadre, k.day_kind, k.name, k.name_hi, t.starts, t.boundary, t.ends
                          from generate_series(:from::date, :to::date, interval '1 day') as d (day)
                               cross join lateral calendar_on(d.day::date) k
                               cross join lateral timings_on(d.day::date) t
                         where k.institution_id = :institution and t.institution_id = :institution
                         order by d.day, k.cadre
                        """)
                .param("from", from)
                .param("to", to)
                .param("institution", institutionId)
                .query((row, n) -> new Day(
                        row.getObject("day", LocalDate.class),
                        Cadre.valueOf(row.getString("cadre")),
                        row.getString("day_kind"),
                        Optional.ofNullable(row.getString("name")),
                        Optional.ofNullable(row.getString("name_hi")),
                        row.getObject("starts", LocalTime.class),
                        row.getObject("boundary", LocalTime.class),
                        row.getObject("ends", LocalTime.class)))
                .list();
    }
}
