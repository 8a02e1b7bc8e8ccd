package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.attendance.PersonDay;
import org.panjika.attendance.SessionStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The roll's entries. Append-only: a later one names the one it replaces. */
@Repository
public class RollTable {

    private final JdbcTemplate jdbc;

    RollTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An entry that holds for a person now. */
    public record Standing(
            long staffId,
            long entryNo,
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            Optional<String> remark) {

        public boolean same(NewEntry entry) {
            return forenoon.equals(entry.forenoon())
                    && afternoon.equals(entry.afternoon())
                    && remark.equals(entry.remark());
        }
    }

    /** An entry on its way into the table; an empty session says nothing. */
    public record NewEntry(
            PersonDay person,
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            Optional<String> remark,
            Optional<Long> supersedes) {

        /** Whether this is all it says. */
        public boolean says(SessionStatus status) {
            return Stream.of(forenoon, afternoon).flatMap(Optional::stream).allMatch(s -> s == status);
        }
    }

    /** What the roll says about these people, by their keys. */
    public Map<Long, Standing> standing(Collection<PersonDay> people) {
        return jdbc
                .query(
                        """
                        select e.staff_id, e.entry_no, e.forenoon, e.afternoon, e.remark
                          from unnest(?::bigint[], ?::date[], ?::bigint[]) as wanted (staff_id, day, institution_id)
                               join day_entry e on e.staff_id = wanted.staff_id and e.day = wanted.day
                                               and e.institution_id = wanted.institution_id
                         where e.source = 'ROLL' and not exists (select from day_entry later where later.supersedes = e.entry_no)
                        """,
                        RollTable::read,
                        people.stream().map(PersonDay::staffId).toArray(Long[]::new),
                        people.stream().map(p -> p.day().toString()).toArray(String[]::new),
                        people.stream().map(p -> p.place().institutionId()).toArray(Long[]::new))
                .stream()
                .collect(Collectors.toMap(Standing::staffId, s -> s));
    }

    public void insert(List<NewEntry> entries, String by, Instant at) {
        jdbc.update(
                """
                insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source,
                       forenoon, afternoon, remark)
                select ?::timestamptz, ?, n.supersedes, n.day, n.staff_id, n.institution_id, 'ROLL',
                       n.forenoon::session_status, n.afternoon::session_status, n.remark
                  from unnest(?::bigint[], ?::date[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                       as n (supersedes, day, staff_id, institution_id, forenoon, afternoon, remark)
                """,
                at.toString(),
                by,
                entries.stream().map(e -> e.supersedes().orElse(null)).toArray(Long[]::new),
                texts(entries, e -> e.person().day().toString()),
                entries.stream().map(e -> e.person().staffId()).toArray(Long[]::new),
                entries.stream().map(e -> e.person().place().institutionId()).toArray(Long[]::new),
                texts(entries, e -> e.forenoon().map(Enum::name).orElse(null)),
                texts(entries, e -> e.afternoon().map(Enum::name).orElse(null)),
                texts(entries, e -> e.remark().orElse(null)));
    }

    private static String[] texts(List<NewEntry> entries, Function<NewEntry, String> text) {
        return entries.stream().map(text).toArray(String[]::new);
    }

    private static Standing read(ResultSet row, int number) throws SQLException {
        return new Standing(
                row.getLong("staff_id"),
                row.getLong("entry_no"),
                status(row, "forenoon"),
                status(row, "afternoon"),
                Optional.ofNullable(row.getString("remark")));
    }

    private static Optional<SessionStatus> status(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(SessionStatus::valueOf);
    }
}
