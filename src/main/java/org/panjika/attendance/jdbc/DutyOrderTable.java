package org.panjika.attendance.jdbc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.attendance.DutyOrder;
import org.panjika.attendance.Session;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.panjika.organisation.Staff;
import org.panjika.organisation.rows.StaffRow;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Duty orders. Append-only: a row that supersedes another cancels it. */
@Repository
public class DutyOrderTable {

    private static final String RECORDED =
            """
            select o.*, s.employee_code, s.name, s.name_hi, i.code as institution_code,
                   c.recorded_at as cancelled_at, c.recorded_by as cancelled_by, {officiating}
              from attendance_duty_order o
                   join staff s on s.id = o.staff_id
                   join institution i on i.id = o.institution_id
                   left join attendance_duty_order c on c.supersedes = o.entry_no
                   left join staff d on d.id = o.officiating_id
             where o.supersedes is null
            """
                    .replace("{officiating}", StaffRow.columns("d", "officiating_"));

    private static final String IN_FORCE =
            """
            select wanted.employee_code, wanted.day, o.*
              from unnest(?::text[], ?::date[]) as wanted (employee_code, day)
                   join staff s on s.employee_code = wanted.employee_code
                   join attendance_duty_order o on o.staff_id = s.id and o.supersedes is null
                    and wanted.day between o.from_day and o.to_day
                    and extract(isodow from wanted.day) = any (o.weekdays)
             where not exists (select from attendance_duty_order c where c.supersedes = o.entry_no)
             order by o.entry_no
            """;

    /** Marks that say a person was on duty, that nobody has decided about and that name this order or none. */
    private static final String WAITING =
            """
            select m.id
              from attendance_mark m
             where m.staff_id = :staff and m.day between :from and :to and m.mode = 'ON_DUTY'
               and 'NO_DUTY_ORDER' = any (m.reasons) and coalesce(m.duty_order, :number) = :number
               and not exists (select from attendance_mark_decision c where c.mark_id = m.id)
            """;

    private static final String CONFIRM =
            """
            insert into attendance_mark_decision (recorded_at, recorded_by, mark_id, day, staff_id, decision, remark)
            select ?::timestamptz, ?, m.id, m.day, m.staff_id, 'CONFIRMED', ?
              from attendance_mark m
             where m.staff_id = ? and m.day between ?::date and ?::date and m.id = any (?::uuid[])
             order by m.entry_no
            """;

    /** The engine is told again of the cases in which these marks stood. */
    private static final String TELL_AGAIN =
            """
            update attendance_exception e set told = false
              from attendance_mark m
             where m.staff_id = ? and m.day between ?::date and ?::date and m.id = any (?::uuid[])
               and e.institution_id = m.institution_id and e.day = m.day and e.closed_at is null
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    DutyOrderTable(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    /**
     * An order as it was entered.
     *
     * @param officiating who officiates on the days on which it takes a head away
     */
    public record Recorded(
            long entryNo,
            DutyOrder order,
            byte[] contentHash,
            String employeeCode,
            String name,
            Optional<String> nameHi,
            String institutionCode,
            Optional<Staff> officiating,
            Instant recordedAt,
            String recordedBy,
            Optional<Instant> cancelledAt,
            Optional<String> cancelledBy) {

        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }

        public boolean cancelled() {
            return cancelledAt.isPresent();
        }
    }

    public Optional<Recorded> find(UUID id) {
        return client.sql(RECORDED + " and o.id = ?")
                .param(id)
                .query(DutyOrderTable::recorded)
                .optional();
    }

    /** Of an institution's people, newest first, from the one before an entry number on. */
    public List<Recorded> ofInstitution(long institutionId, long before, int atMost) {
        return client.sql(RECORDED + " and o.institution_id = ? and o.entry_no < ? order by o.entry_no desc limit ?")
                .params(institutionId, before, atMost)
                .query(DutyOrderTable::recorded)
                .list();
    }

    /** Of a person, newest first, from the one before an entry number on. */
    public List<Recorded> ofPerson(long staffId, long before, int atMost) {
        return client.sql(RECORDED + " and o.staff_id = ? and o.entry_no < ? order by o.entry_no desc limit ?")
                .params(staffId, before, atMost)
                .query(DutyOrderTable::recorded)
                .list();
    }

    /** The orders that hold for people on days, in any session. */
    public Map<Key, List<DutyOrder>> inForce(Collection<Key> keys) {
        if (keys.isEmpty()) return Map.of();
        record Found(Key of, DutyOrder order) {}
        return jdbc
                .query(
                        IN_FORCE,
                        (row, n) -> new Found(
                                new Key(row.getString("employee_code"), row.getObject("day", LocalDate.class)),
                                order(row)),
                        keys.stream().map(Key::employeeCode).toArray(String[]::new),
                        keys.stream().map(k -> k.day().toString()).toArray(String[]::new))
                .stream()
                .collect(groupingBy(Found::of, mapping(Found::order, toList())));
    }

    /**
     * False if there is one with this id.
     *
     * @param officiating key of who officiates
     */
    public boolean insert(DutyOrder order, Optional<Long> officiating, byte[] contentHash, String by, Instant at) {
        return jdbc.update(
                        """
                        insert into attendance_duty_order (recorded_at, recorded_by, id, content_hash, staff_id, institution_id,
                               place, from_day, to_day, weekdays, sessions, order_number, scans, officiating_id)
                        values (?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?, ?::smallint[], ?::text[], ?, ?::bytea[], ?)
                            on conflict (id) where supersedes is null do nothing
                        """,
                        at.toString(),
                        by,
                        order.id(),
                        contentHash,
                        order.staffId(),
                        order.institutionId(),
                        order.place(),
                        order.from(),
                        order.to(),
                        order.weekdays().stream()
                                .map(DayOfWeek::getValue)
                                .sorted()
                                .toArray(Integer[]::new),
                        order.sessions().stream().sorted().map(Enum::name).toArray(String[]::new),
                        order.orderNumber(),
                        order.scans().stream().map(ContentHash::bytes).toArray(byte[][]::new),
                        officiating.orElse(null))
                == 1;
    }

    /** Ends an order; one that has been cancelled stays as it is. */
    public void cancel(Recorded order, String by, Instant at) {
        client.sql(
                        """
                        insert into attendance_duty_order (recorded_at, recorded_by, supersedes, id, content_hash, staff_id,
                               institution_id, place, from_day, to_day, weekdays, sessions, order_number, scans)
                        select ?::timestamptz, ?, entry_no, id, content_hash, staff_id, institution_id, place, from_day, to_day,
                               weekdays, sessions, order_number, scans
                          from attendance_duty_order where entry_no = ?
                            on conflict (supersedes) do nothing
                        """)
                .params(at.toString(), by, order.entryNo())
                .update();
    }

    /** Keys of the marks that waited for this order. */
    public Set<UUID> waitingFor(DutyOrder order) {
        return client.sql(WAITING)
                .param("staff", order.staffId())
                .param("from", order.from())
                .param("to", order.to())
                .param("number", order.orderNumber())
                .query((row, n) -> row.getObject("id", UUID.class))
                .set();
    }

    /** Confirms marks that an order covers: the word of who entered it. */
    public void confirm(DutyOrder order, Collection<UUID> marks, String by, String remark, Instant at) {
        var ids = marks.stream().map(UUID::toString).toArray(String[]::new);
        var from = order.from().toString();
        var to = order.to().toString();
        jdbc.update(CONFIRM, at.toString(), by, remark, order.staffId(), from, to, ids);
        jdbc.update(TELL_AGAIN, order.staffId(), from, to, ids);
    }

    private static Recorded recorded(ResultSet row, int number) throws SQLException {
        return new Recorded(
                row.getLong("entry_no"),
                order(row),
                row.getBytes("content_hash"),
                row.getString("employee_code"),
                row.getString("name"),
                Optional.ofNullable(row.getString("name_hi")),
                row.getString("institution_code"),
                row.getString("officiating_name") == null
                        ? Optional.empty()
                        : Optional.of(StaffRow.read(row, "officiating_")),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("recorded_by"),
                Optional.ofNullable(row.getTimestamp("cancelled_at")).map(t -> t.toInstant()),
                Optional.ofNullable(row.getString("cancelled_by")));
    }

    private static DutyOrder order(ResultSet row) throws SQLException {
        return new DutyOrder(
                row.getObject("id", UUID.class),
                row.getLong("staff_id"),
                row.getLong("institution_id"),
                row.getString("place"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class),
                Arrays.stream((Short[]) row.getArray("weekdays").getArray())
                        .map(DayOfWeek::of)
                        .collect(Collectors.toUnmodifiableSet()),
                Arrays.stream((String[]) row.getArray("sessions").getArray())
                        .map(Session::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                row.getString("order_number"),
                Arrays.stream((byte[][]) row.getArray("scans").getArray())
                        .map(ContentHash::new)
                        .toList());
    }
}
