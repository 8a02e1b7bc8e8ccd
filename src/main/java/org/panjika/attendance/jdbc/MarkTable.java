package org.panjika.attendance.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.attendance.Attempt;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkReceipt;
import org.panjika.attendance.PersonDay;
import org.panjika.problem.Problem;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The evidence: marks that were recorded, and those that were refused. Append-only. */
@Repository
public class MarkTable {

    private static final String INSERT =
            """
            insert into attendance_mark (id, day, content_hash, recorded_at, recorded_by, staff_id, institution_id, kind, mode,
                   captured_at, verdict, reasons, latitude, longitude, accuracy_m, fix_age_s, mocked, distance_m, photo,
                   device_id, duty_order, supersedes)
            select id, day, content_hash, ?::timestamptz, recorded_by, staff_id, institution_id, kind, mode, captured_at,
                   case when reasons = '' then 'ACCEPTED' else 'TO_BE_CONFIRMED' end, string_to_array(reasons, ','),
                   latitude, longitude, accuracy_m, fix_age_s, mocked, distance_m, photo, device_id, duty_order, supersedes
              from unnest(?::uuid[], ?::date[], ?::bytea[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                          ?::timestamptz[], ?::text[], ?::float8[], ?::float8[], ?::int[], ?::int[], ?::bool[], ?::int[],
                          ?::bytea[], ?::text[], ?::text[], ?::uuid[])
                   as n (id, day, content_hash, recorded_by, staff_id, institution_id, kind, mode, captured_at, reasons,
                         latitude, longitude, accuracy_m, fix_age_s, mocked, distance_m, photo, device_id, duty_order,
                         supersedes)
            returning id, entry_no
            """;

    private static final String REFUSE =
            """
            insert into attendance_refusal (id, recorded_at, recorded_by, day, staff_id, institution_id, kind, mode,
                   captured_at, problem, latitude, longitude, accuracy_m, fix_age_s, mocked, distance_m, photo, device_id)
            select n.id, ?::timestamptz, recorded_by, n.day, s.id, institution_id, n.kind, n.mode, n.captured_at, n.problem,
                   n.latitude, n.longitude, n.accuracy_m, n.fix_age_s, n.mocked, n.distance_m, n.photo, n.device_id
              from unnest(?::uuid[], ?::text[], ?::date[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[],
                          ?::text[], ?::float8[], ?::float8[], ?::int[], ?::int[], ?::bool[], ?::int[], ?::bytea[], ?::text[])
                   as n (id, recorded_by, day, employee_code, institution_id, kind, mode, captured_at, problem, latitude,
                         longitude, accuracy_m, fix_age_s, mocked, distance_m, photo, device_id)
                   join staff s on s.employee_code = n.employee_code
            """;

    private static final String RECORDED =
            """
            select m.id, m.day, m.content_hash, m.entry_no, m.recorded_at, m.kind, m.reasons, m.distance_m, s.employee_code
              from attendance_mark m join staff s on s.id = m.staff_id
             where m.id = any (?::uuid[]) and m.day between ?::date and ?::date
            """;

    private static final String EVIDENCE =
            """
            select m.*, s.employee_code, s.name, x.geofence_radius_m, decided.decision, decided.remark,
                   decided.recorded_by as decided_by
              from attendance_mark m
                   join staff s on s.id = m.staff_id
                   left join institution_day x on x.day = m.day and x.institution_id = m.institution_id
                   left join lateral (
                     select c.decision, c.remark, c.recorded_by from attendance_mark_decision c
                      where c.mark_id = m.id and c.about = 'MARK' order by c.entry_no desc limit 1) decided on true
             where m.id = ?
            """;

    private final JdbcTemplate jdbc;

    MarkTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A mark on its way into the table, with what was found out about it. */
    public record NewMark(Attempt attempt, PersonDay day, List<Mark.Doubt> doubts, Optional<UUID> supersedes) {}

    /** A refused mark on its way into the table. */
    public record Refusal(Attempt attempt, Problem problem, Optional<PersonDay> day) {}

    /** A mark that is there already, with the hash of what was sent. */
    public record Recorded(byte[] contentHash, MarkReceipt receipt) {}

    /**
     * From now to the end of the transaction the database keeps its plans of statements over rows, for any number of them: to plan
     * them anew for each group takes it longer than to carry them out. For a few hundred rows at most, looked up by key.
     */
    public void keepPlans() {
        jdbc.execute("set local plan_cache_mode = force_generic_plan");
    }

    /** Those of the given ids that have been recorded between two days. */
    public Map<UUID, Recorded> recorded(Collection<UUID> ids, LocalDate from, LocalDate to) {
        return jdbc
                .query(RECORDED, MarkTable::recorded, texts(ids, UUID::toString), from.toString(), to.toString())
                .stream()
                .collect(Collectors.toMap(r -> r.receipt().id(), Function.identity(), (one, other) -> one));
    }

    /** Inserts marks; answers the entry number of each. */
    public Map<UUID, Long> insert(List<NewMark> marks, Instant recordedAt) {
        var numbers = new HashMap<UUID, Long>();
        if (marks.isEmpty()) return numbers;
        jdbc.query(
                INSERT,
                row -> {
                    numbers.put(row.getObject("id", UUID.class), row.getLong("entry_no"));
                },
                recordedAt.toString(),
                texts(marks, m -> m.attempt().id().toString()),
                texts(marks, m -> m.attempt().day().toString()),
                bytes(marks, m -> m.attempt().contentHash()),
                texts(marks, m -> m.attempt().caller()),
                marks.stream().map(m -> m.day().staffId()).toArray(Long[]::new),
                marks.stream().map(m -> m.day().place().institutionId()).toArray(Long[]::new),
                texts(marks, m -> m.attempt().kind().name()),
                texts(marks, m -> m.attempt().mode().name()),
                texts(marks, m -> m.attempt().at().toString()),
                texts(marks, m -> m.doubts().stream().map(Enum::name).collect(Collectors.joining(","))),
                marks.stream().map(m -> latitude(m.attempt())).toArray(Double[]::new),
                marks.stream().map(m -> longitude(m.attempt())).toArray(Double[]::new),
                marks.stream().map(m -> accuracy(m.attempt())).toArray(Integer[]::new),
                marks.stream().map(m -> fixAge(m.attempt())).toArray(Integer[]::new),
                marks.stream().map(m -> mocked(m.attempt())).toArray(Boolean[]::new),
                marks.stream()
                        .map(m ->
                                m.day().place().distance(m.attempt().position()).orElse(null))
                        .toArray(Integer[]::new),
                bytes(marks, m -> m.attempt().photoHash().orElse(null)),
                texts(marks, m -> m.attempt().deviceId().orElse(null)),
                texts(marks, m -> m.attempt().dutyOrder().orElse(null)),
                texts(marks, m -> m.supersedes().map(UUID::toString).orElse(null)));
        return numbers;
    }

    /** A recorded mark with everything known about it. */
    public record Evidence(
            UUID id,
            LocalDate day,
            long entryNo,
            Instant recordedAt,
            String recordedBy,
            String employeeCode,
            String name,
            long institutionId,
            Mark.Kind kind,
            Mark.Mode mode,
            Instant capturedAt,
            List<Mark.Doubt> doubts,
            OptionalDouble latitude,
            OptionalDouble longitude,
            OptionalInt distanceMetres,
            OptionalInt accuracyMetres,
            int radiusMetres,
            Optional<byte[]> photoHash,
            Optional<Mark.Decision> decision,
            Optional<String> remark,
            Optional<String> decidedBy) {}

    public Optional<Evidence> find(UUID id) {
        return jdbc.query(EVIDENCE, MarkTable::evidence, id).stream().findFirst();
    }

    /** Who looked at a photograph, and when. */
    public void viewed(UUID id, String by, Instant at) {
        jdbc.update(
                "insert into photo_view (recorded_at, recorded_by, mark_id) values (?::timestamptz, ?, ?)",
                at.toString(),
                by,
                id);
    }

    /** A refused attempt whose photograph somebody wants to see. */
    public record RefusedMark(String employeeCode, Optional<Long> institutionId, Optional<byte[]> photoHash) {}

    public Optional<RefusedMark> refused(long number) {
        return jdbc
                .query(
                        "select s.employee_code, r.institution_id, r.photo from attendance_refusal r"
                                + " join staff s on s.id = r.staff_id where r.entry_no = ?",
                        (row, n) -> new RefusedMark(
                                row.getString("employee_code"),
                                Optional.ofNullable(row.getObject("institution_id", Long.class)),
                                Optional.ofNullable(row.getBytes("photo"))),
                        number)
                .stream()
                .findFirst();
    }

    /** The same of a refused attempt. */
    public void refusalViewed(long number, String by, Instant at) {
        jdbc.update(
                "insert into photo_view (recorded_at, recorded_by, refusal) values (?::timestamptz, ?, ?)",
                at.toString(),
                by,
                number);
    }

    /** Keeps the evidence of refused marks. */
    public void refuse(List<Refusal> refusals, Instant recordedAt) {
        if (refusals.isEmpty()) return;
        jdbc.update(
                REFUSE,
                recordedAt.toString(),
                texts(refusals, r -> r.attempt().id().toString()),
                texts(refusals, r -> r.attempt().caller()),
                texts(refusals, r -> r.attempt().day().toString()),
                texts(refusals, r -> r.attempt().employeeCode()),
                refusals.stream()
                        .map(r -> r.day().map(d -> d.place().institutionId()).orElse(null))
                        .toArray(Long[]::new),
                texts(refusals, r -> r.attempt().kind().name()),
                texts(refusals, r -> r.attempt().mode().name()),
                texts(refusals, r -> r.attempt().at().toString()),
                texts(refusals, r -> r.problem().code()),
                refusals.stream().map(r -> latitude(r.attempt())).toArray(Double[]::new),
                refusals.stream().map(r -> longitude(r.attempt())).toArray(Double[]::new),
                refusals.stream().map(r -> accuracy(r.attempt())).toArray(Integer[]::new),
                refusals.stream().map(r -> fixAge(r.attempt())).toArray(Integer[]::new),
                refusals.stream().map(r -> mocked(r.attempt())).toArray(Boolean[]::new),
                refusals.stream()
                        .map(r -> r.day()
                                .flatMap(d -> d.place().distance(r.attempt().position()))
                                .orElse(null))
                        .toArray(Integer[]::new),
                bytes(refusals, r -> r.attempt().photoHash().orElse(null)),
                texts(refusals, r -> r.attempt().deviceId().orElse(null)));
    }

    private static Recorded recorded(ResultSet row, int number) throws SQLException {
        return new Recorded(
                row.getBytes("content_hash"),
                new MarkReceipt(
                        false,
                        row.getLong("entry_no"),
                        row.getObject("id", UUID.class),
                        row.getString("employee_code"),
                        row.getObject("day", LocalDate.class),
                        Mark.Kind.valueOf(row.getString("kind")),
                        doubts(row),
                        Optional.ofNullable(row.getObject("distance_m", Integer.class)),
                        row.getTimestamp("recorded_at").toInstant()));
    }

    private static Evidence evidence(ResultSet row, int number) throws SQLException {
        return new Evidence(
                row.getObject("id", UUID.class),
                row.getObject("day", LocalDate.class),
                row.getLong("entry_no"),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("recorded_by"),
                row.getString("employee_code"),
                row.getString("name"),
                row.getLong("institution_id"),
                Mark.Kind.valueOf(row.getString("kind")),
                Mark.Mode.valueOf(row.getString("mode")),
                row.getTimestamp("captured_at").toInstant(),
                doubts(row),
                optionalDouble(row, "latitude"),
                optionalDouble(row, "longitude"),
                optionalInt(row, "distance_m"),
                optionalInt(row, "accuracy_m"),
                row.getInt("geofence_radius_m"),
                Optional.ofNullable(row.getBytes("photo")),
                Optional.ofNullable(row.getString("decision")).map(Mark.Decision::valueOf),
                Optional.ofNullable(row.getString("remark")),
                Optional.ofNullable(row.getString("decided_by")));
    }

    static List<Mark.Doubt> doubts(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("reasons").getArray())
                .map(Mark.Doubt::valueOf)
                .toList();
    }

    static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
        var figure = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(figure);
    }

    private static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
        var figure = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }

    private static <T> String[] texts(Collection<T> of, Function<T, String> text) {
        return of.stream().map(text).toArray(String[]::new);
    }

    private static <T> byte[][] bytes(Collection<T> of, Function<T, byte[]> bytes) {
        return of.stream().map(bytes).toArray(byte[][]::new);
    }

    private static Double latitude(Attempt attempt) {
        return attempt.position().map(p -> p.latitude()).orElse(null);
    }

    private static Double longitude(Attempt attempt) {
        return attempt.position().map(p -> p.longitude()).orElse(null);
    }

    private static Integer accuracy(Attempt attempt) {
        return attempt.position().map(p -> p.accuracyMetres()).orElse(null);
    }

    private static Integer fixAge(Attempt attempt) {
        return attempt.position()
                .filter(p -> p.fixAgeSeconds().isPresent())
                .map(p -> p.fixAgeSeconds().getAsInt())
                .orElse(null);
    }

    private static Boolean mocked(Attempt attempt) {
        return attempt.position().map(p -> p.mocked()).orElse(false);
    }
}
