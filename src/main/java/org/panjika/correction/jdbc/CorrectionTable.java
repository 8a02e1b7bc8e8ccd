package org.panjika.correction.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.Correction;
import org.panjika.correction.Correction.Line;
import org.panjika.correction.Correction.State;
import org.panjika.correction.Correction.Submission;
import org.panjika.correction.CorrectionPath.Event;
import org.panjika.correction.CorrectionPath.How;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.Ladder.Skipped;
import org.panjika.correction.Urgency;
import org.panjika.organisation.Staff;
import org.panjika.organisation.rows.InstitutionRow;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Requests of correction, what happened to them, and how they stand. */
@Repository
public class CorrectionTable {

    /** Of cases, chosen before anything is joined to them: each with its lines, as they are asked last. */
    private static final String READ =
            """
            with c as materialized (
              %s)
            select {institution},
                   r.id, r.entry_no, r.day, r.recorded_by, r.recorded_at, r.in_stead,
                   c.state, c.version, c.authority, c.offices, c.deadline, c.since,
                   s.recorded_at as asked_at, s.recorded_by as asked_by, s.kind, s.reason, s.scans,
                   askers.ids as asker_ids, askers.logins as asker_logins,
                   l.staff_id, p.employee_code, p.name, p.name_hi, l.forenoon, l.afternoon, l.forenoon_was, l.afternoon_was,
                   l.remark
              from c
                   join correction_request r on r.id = c.request_id
                   join institution i on i.id = r.institution_id
                   join correction_submission s on s.request_id = c.request_id and s.version = c.version
                   join correction_line l on l.request_id = c.request_id and l.version = c.version
                   join staff p on p.id = l.staff_id
                   cross join lateral (
                     select array_agg(k.id order by a.version) as ids, array_agg(k.employee_code order by a.version) as logins
                       from correction_submission a join staff k on k.id = a.asker_id
                      where a.request_id = c.request_id) askers
             order by %s, p.name, p.employee_code
            """
                    .replace("{institution}", InstitutionRow.columns("i", "institution_"));

    private static final String FIND = chosen("request_id = ?", "entry_no", "c.entry_no");

    private static final String LOCK = chosen("request_id = ?", "entry_no for update", "c.entry_no");

    /** Of one office those first that are most urgent; of several offices together there are few. */
    private static final String WAITING =
            """
            select w.* from (
              select of_one.* from unnest(:offices::text[]) o (office)
                     cross join lateral (
                       select * from correction_case k
                        where k.state = 'PENDING' and k.office = o.office %1$s
                        order by coalesce(deadline, 'infinity'), entry_no limit :most) of_one
              union all
              select * from correction_case
               where state = 'PENDING' and cardinality(offices) > 1 and offices && :offices::text[] %1$s) w
             order by coalesce(deadline, 'infinity'), entry_no limit :most""";

    private static final String MANY_LINES =
            """
            unnest(:staff::bigint[], :forenoon::text[], :afternoon::text[], :forenoonWas::text[], :afternoonWas::text[],
                   :remarks::text[])""";

    /** The database keeps the plan of a statement without arrays. */
    private static final String ONE_LINE =
            """
            (values (:staff::bigint, :forenoon::text, :afternoon::text, :forenoonWas::text, :afternoonWas::text,
                     :remarks::text))""";

    /** Lines of a submission. */
    private static final String LINES =
            """
            insert into correction_line (request_id, version, staff_id, forenoon, afternoon, forenoon_was, afternoon_was, remark)
            select s.request_id, s.version, n.staff_id, n.forenoon::session_status, n.afternoon::session_status,
                   n.forenoon_was::session_status, n.afternoon_was::session_status, n.remark
              from submission s
                   cross join %s as n (staff_id, forenoon, afternoon, forenoon_was, afternoon_was, remark)
            """;

    private static final String NEWEST_FIRST = "entry_no desc limit :most";

    private final JdbcClient jdbc;

    private static String chosen(String which, String sorted, String shownSorted) {
        return READ.formatted(
                "select * from correction_case where %s order by %s".formatted(which, sorted), shownSorted);
    }

    CorrectionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A request on its way into the table. */
    public record NewRequest(
            UUID id,
            ContentHash hash,
            long institutionId,
            LocalDate day,
            String by,
            Instant at,
            Optional<String> inStead,
            NewSubmission asked) {}

    /**
     * What is asked, on its way into the table.
     *
     * @param asker who asks for the institution, also where an office does so in its stead; empty: nobody does
     * @param lines by the key of the person
     */
    public record NewSubmission(
            int version,
            Optional<Staff> asker,
            Correction.Kind kind,
            String reason,
            List<ContentHash> scans,
            Map<Long, NewLine> lines) {}

    /** A session that is empty stays as it was. */
    public record NewLine(
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            SessionStatus forenoonWas,
            SessionStatus afternoonWas,
            Optional<String> remark) {

        /** The line of that person. */
        public Line of(DaySheet.Line person) {
            return new Line(
                    person.staffId(),
                    person.employeeCode(),
                    person.name(),
                    person.nameHi(),
                    forenoon,
                    afternoon,
                    forenoonWas,
                    afternoonWas,
                    remark);
        }
    }

    /** Its number; nothing is written if there is one of this id, or another open one of the institution and day. */
    public Optional<Long> insert(NewRequest request) {
        var statement = jdbc.sql(
                        """
                        with request as (
                          insert into correction_request (id, content_hash, recorded_at, recorded_by, institution_id, day,
                                 in_stead)
                          values (:id, :hash, :at, :by, :institution, :day, :inStead)
                              on conflict (id) do nothing
                          returning id, entry_no),
                        opened as (
                          insert into correction_case (request_id, entry_no, institution_id, day, state, version, since)
                          select id, entry_no, :institution, :day, 'PENDING', :version, :at from request
                              on conflict do nothing
                          returning request_id, entry_no),
                        submission as (
                          insert into correction_submission (request_id, version, recorded_at, recorded_by, asker_id, kind,
                                 reason, scans)
                          select request_id, :version, :at, :by, :asker, :kind, :reason, :scans from opened
                          returning request_id, version),
                        line as (
                        """
                                + lines(request.asked()) + ") select entry_no from opened")
                .param("hash", request.hash().bytes())
                .param("institution", request.institutionId())
                .param("day", request.day())
                .param("inStead", request.inStead().orElse(null));
        return asking(statement, request.id(), request.asked(), request.by(), request.at())
                .query(Long.class)
                .optional();
    }

    /** A version of what is asked. */
    public void submit(UUID id, NewSubmission asked, String by, Instant at) {
        var statement = jdbc.sql(
                """
                        with submission as (
                          insert into correction_submission (request_id, version, recorded_at, recorded_by, asker_id, kind,
                                 reason, scans)
                          values (:id, :version, :at, :by, :asker, :kind, :reason, :scans)
                          returning request_id, version)
                        """
                        + lines(asked));
        asking(statement, id, asked, by, at).update();
    }

    private static String lines(NewSubmission asked) {
        return LINES.formatted(asked.lines().size() == 1 ? ONE_LINE : MANY_LINES);
    }

    private static JdbcClient.StatementSpec asking(
            JdbcClient.StatementSpec statement, UUID id, NewSubmission asked, String by, Instant at) {
        var staff = List.copyOf(asked.lines().keySet());
        var lines = staff.stream().map(asked.lines()::get).toList();
        return statement
                .param("id", id)
                .param("version", asked.version())
                .param("at", at(at))
                .param("by", by)
                .param("asker", asked.asker().map(Staff::id).orElse(null), Types.BIGINT)
                .param("kind", asked.kind().name())
                .param("reason", asked.reason())
                .param("scans", asked.scans().stream().map(ContentHash::bytes).toArray(byte[][]::new))
                .param("staff", column(staff.toArray(Long[]::new)))
                .param(
                        "forenoon",
                        column(lines, l -> l.forenoon().map(Enum::name).orElse(null)))
                .param(
                        "afternoon",
                        column(lines, l -> l.afternoon().map(Enum::name).orElse(null)))
                .param("forenoonWas", column(lines, l -> l.forenoonWas().name()))
                .param("afternoonWas", column(lines, l -> l.afternoonWas().name()))
                .param("remarks", column(lines, l -> l.remark().orElse(null)));
    }

    private static Object column(List<NewLine> lines, Function<NewLine, String> text) {
        return column(lines.stream().map(text).toArray(String[]::new));
    }

    private static Object column(Object[] values) {
        return values.length == 1 ? values[0] : values;
    }

    public Optional<Correction> find(UUID id) {
        return read(jdbc.sql(FIND).param(id)).stream().findFirst();
    }

    /** The same, and nobody else changes it until the transaction ends. */
    public Optional<Correction> lock(UUID id) {
        // who waited for another finds the newest row, and beside it nothing that was written meanwhile: then it looks
        // again
        return read(jdbc.sql(LOCK).param(id)).stream().findFirst().or(() -> find(id));
    }

    /** Whether what was asked first under the id is this; empty: nothing was. */
    public Optional<Boolean> same(UUID id, ContentHash hash) {
        // a request without a case is the one that this transaction has failed to open
        return jdbc.sql(
                        "select r.content_hash = ? from correction_request r join correction_case c on c.request_id = r.id"
                                + " where r.id = ?")
                .params(hash.bytes(), id)
                .query(Boolean.class)
                .optional();
    }

    /** The open request of an institution and day. */
    public Optional<UUID> open(long institutionId, LocalDate day) {
        return jdbc.sql(
                        """
                        select request_id from correction_case
                         where institution_id = ? and day = ? and state in ('PENDING', 'RETURNED')
                        """)
                .params(institutionId, day)
                .query(UUID.class)
                .optional();
    }

    /** The open requests of an institution for days of a month. */
    public Map<LocalDate, UUID> open(long institutionId, YearMonth month) {
        var found = new HashMap<LocalDate, UUID>();
        jdbc.sql(
                        """
                        select day, request_id from correction_case
                         where institution_id = ? and day between ? and ? and state in ('PENDING', 'RETURNED')
                        """)
                .params(institutionId, month.atDay(1), month.atEndOfMonth())
                .query(row -> {
                    found.put(row.getObject("day", LocalDate.class), row.getObject("request_id", UUID.class));
                });
        return found;
    }

    /** Where a request has come to. */
    public record Arrival(String authority, List<String> offices, Optional<Instant> deadline, List<Skipped> skipped) {}

    public void reached(UUID id, Arrival arrival, String by, Instant now) {
        jdbc.sql(
                        """
                        with reached as (
                          insert into correction_reached (recorded_at, recorded_by, request_id, authority, offices, deadline,
                                 skipped, reasons)
                          values (:now, :by, :id, :authority, :offices, :deadline, :skipped, :reasons)
                          returning request_id)
                        update correction_case
                           set authority = :authority, offices = :offices, deadline = :deadline, since = :now
                         where request_id = (select request_id from reached)
                        """)
                .param("id", id)
                .param("now", at(now))
                .param("by", by)
                .param("authority", arrival.authority())
                .param("offices", arrival.offices().toArray(String[]::new))
                .param("deadline", arrival.deadline().map(CorrectionTable::at).orElse(null))
                .param(
                        "skipped",
                        arrival.skipped().stream().map(Skipped::authority).toArray(String[]::new))
                .param(
                        "reasons",
                        arrival.skipped().stream().map(s -> s.reason().name()).toArray(String[]::new))
                .update();
    }

    /**
     * What becomes of a request; its facts and its standing, together.
     *
     * @return keys of the people who are told: who acts at the head of the institution today, and who asked
     */
    public Set<Long> decided(
            Correction request,
            String decision,
            State state,
            Optional<String> remark,
            String by,
            Instant now,
            LocalDate today) {
        return jdbc.sql(
                        """
                        with decided as (
                          insert into correction_decision (recorded_at, recorded_by, request_id, version, authority, decision,
                                 remark)
                          values (:now, :by, :id, :version, :authority, :decision, :remark)
                          returning request_id),
                        standing as (
                          update correction_case set state = :state, offices = '{}', deadline = null, since = :now
                           where request_id = (select request_id from decided))
                        select staff_id from acting('HEAD', :institution, :today)
                        union
                        select id from staff where employee_code = :asked
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("id", request.id())
                .param("version", request.asked().version())
                .param("authority", request.authority().orElse(null))
                .param("decision", decision)
                .param("remark", remark.orElse(null))
                .param("state", state.name())
                .param("institution", request.institution().id())
                .param("today", today)
                .param("asked", request.by())
                .query(Long.class)
                .set();
    }

    /** It is asked anew; one that was returned has come to no authority yet. */
    public void askedAnew(UUID id, int version, Instant now) {
        jdbc.sql(
                        """
                        update correction_case
                           set version = :version, state = 'PENDING',
                               authority = case state when 'PENDING' then authority end,
                               since = case state when 'PENDING' then since else :now end
                         where request_id = :id
                        """)
                .param("id", id)
                .param("version", version)
                .param("now", at(now))
                .update();
    }

    /** What happened to a request, the oldest first. */
    public List<Event> events(UUID id) {
        return jdbc.sql(
                        """
                        select * from (
                          select entry_no, recorded_at, recorded_by, 'ASKED' as what, version, null as authority,
                                 null::text[] as offices, null::timestamptz as deadline, null::text[] as skipped,
                                 null::text[] as reasons, null as remark
                            from correction_submission where request_id = :id
                          union all
                          select entry_no, recorded_at, recorded_by, 'REACHED', null, authority, offices, deadline, skipped,
                                 reasons, null
                            from correction_reached where request_id = :id
                          union all
                          select entry_no, recorded_at, recorded_by, decision, version, authority, null, null, null, null,
                                 remark
                            from correction_decision where request_id = :id) happened
                         order by entry_no
                        """)
                .param("id", id)
                .query(CorrectionTable::event)
                .list();
    }

    private static Event event(ResultSet row, int number) throws SQLException {
        var at = instant(row, "recorded_at").orElseThrow();
        var by = row.getString("recorded_by");
        var what = row.getString("what");
        return switch (what) {
            case "ASKED" -> new Event.Asked(at, by, row.getInt("version"));
            case "REACHED" ->
                new Event.Reached(
                        at, row.getString("authority"), texts(row, "offices"), instant(row, "deadline"), skipped(row));
            case "WITHDRAWN" -> new Event.Withdrawn(at, How.WITHDRAWN, Optional.of(by));
            case "LAPSED" -> new Event.Withdrawn(at, How.LAPSED, Optional.empty());
            case "ENDED" -> new Event.Withdrawn(at, How.ENDED, Optional.of(by));
            default ->
                new Event.Decided(
                        at, by, Correction.Verdict.valueOf(what), Optional.ofNullable(row.getString("remark")));
        };
    }

    private static List<Skipped> skipped(ResultSet row) throws SQLException {
        var authorities = texts(row, "skipped");
        var reasons = texts(row, "reasons");
        return IntStream.range(0, authorities.size())
                .mapToObj(i -> new Skipped(authorities.get(i), Reason.valueOf(reasons.get(i))))
                .toList();
    }

    /**
     * Requests of institutions at or below others, newest first.
     *
     * @param seats keys of institutions; empty: all
     * @param state empty: any
     */
    public List<Correction> list(Optional<List<Long>> seats, Optional<State> state, long before, int atMost) {
        var which =
                """
                entry_no < :before
                   and (:state::text is null or state = :state)
                """
                        + (seats.isEmpty()
                                ? ""
                                : " and institution_id in (select id from institution where path && :seats::bigint[])");
        return read(jdbc.sql(chosen(which, NEWEST_FIRST, "c.entry_no desc"))
                .param("before", before)
                .param("state", state.map(Enum::name).orElse(null))
                .param("seats", seats.orElse(List.of()).toArray(Long[]::new))
                .param("most", atMost));
    }

    /** What waits for offices, the most urgent first. */
    public List<Correction> waiting(
            Collection<String> offices, Optional<Long> institutionId, Optional<Urgency> after, int atMost) {
        var further =
                institutionId.map(id -> " and institution_id = :institution").orElse("")
                        + after.map(a -> " and (coalesce(deadline, 'infinity'), entry_no)"
                                        + " > (coalesce(:deadline::timestamptz, 'infinity'), :after)")
                                .orElse("");
        return read(jdbc.sql(READ.formatted(WAITING.formatted(further), "coalesce(c.deadline, 'infinity'), c.entry_no"))
                .param("offices", offices.toArray(String[]::new))
                .param("institution", institutionId.orElse(null), Types.BIGINT)
                .param("after", after.map(Urgency::number).orElse(null), Types.BIGINT)
                .param(
                        "deadline",
                        after.flatMap(Urgency::deadline)
                                .map(at -> at.atOffset(ZoneOffset.UTC))
                                .orElse(null))
                .param("most", atMost));
    }

    /** How many wait for offices at institutions, by the key of the institution. */
    public Map<Long, Integer> waitingAt(Collection<String> offices, List<Long> institutionIds) {
        var found = new HashMap<Long, Integer>();
        jdbc.sql(
                        """
                        select institution_id, count(*) as waiting from correction_case
                         where state = 'PENDING' and offices && :offices::text[] and institution_id = any (:institutions)
                         group by institution_id
                        """)
                .param("offices", offices.toArray(String[]::new))
                .param("institutions", institutionIds.toArray(Long[]::new))
                .query(row -> {
                    found.put(row.getLong("institution_id"), row.getInt("waiting"));
                });
        return found;
    }

    /** Requests of just these institutions: those that are open, or those that have ended; newest first. */
    public List<Correction> of(List<Long> institutionIds, boolean open, long before, int atMost) {
        var which =
                """
                institution_id = any (:institutions) and entry_no < :before
                   and (state in ('PENDING', 'RETURNED')) = :open
                """;
        return read(jdbc.sql(chosen(which, NEWEST_FIRST, "c.entry_no desc"))
                .param("institutions", institutionIds.toArray(Long[]::new))
                .param("before", before)
                .param("open", open)
                .param("most", atMost));
    }

    /** The authorities that requests have come to, the first one first. */
    public Map<UUID, List<String>> ways(List<UUID> requests) {
        var found = new HashMap<UUID, List<String>>();
        jdbc.sql("select request_id, authority from correction_reached where request_id = any (?) order by entry_no")
                .param(requests.toArray(UUID[]::new))
                .query(row -> {
                    found.computeIfAbsent(row.getObject("request_id", UUID.class), id -> new ArrayList<>())
                            .add(row.getString("authority"));
                });
        return found;
    }

    /** How many wait for offices. */
    public int waiting(Collection<String> offices) {
        return jdbc.sql(
                        """
                        select (select count(*) from correction_case where state = 'PENDING' and office = any (:offices::text[]))
                             + (select count(*) from correction_case
                                 where state = 'PENDING' and cardinality(offices) > 1 and offices && :offices::text[])
                        """)
                .param("offices", offices.toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    /** A request that waits for an authority until a moment. */
    public record Dated(UUID id, long institutionId, LocalDate day, String authority, Instant deadline) {}

    /** Those whose moment has not come. */
    public List<Dated> dated(Instant now) {
        return jdbc.sql(
                        """
                        select request_id, institution_id, day, authority, deadline from correction_case
                         where state = 'PENDING' and deadline > ? and authority is not null
                        """)
                .param(at(now))
                .query((row, n) -> dated(row))
                .list();
    }

    private static Dated dated(ResultSet row) throws SQLException {
        return new Dated(
                row.getObject("request_id", UUID.class),
                row.getLong("institution_id"),
                row.getObject("day", LocalDate.class),
                row.getString("authority"),
                instant(row, "deadline").orElseThrow());
    }

    /** Whether it still waits as it did; if so it does until the transaction ends. */
    public boolean keep(Dated request) {
        return jdbc.sql(
                        """
                        select true from correction_case
                         where request_id = ? and state = 'PENDING' and authority = ? and deadline = ?
                           for update
                        """)
                .params(request.id(), request.authority(), at(request.deadline()))
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** False if it does not wait as it did. */
    public boolean redate(Dated request, Instant deadline) {
        return jdbc.sql(
                                """
                                update correction_case set deadline = ?
                                 where request_id = ? and state = 'PENDING' and authority = ? and deadline = ?
                                """)
                        .params(at(deadline), request.id(), request.authority(), at(request.deadline()))
                        .update()
                == 1;
    }

    /** Groups of the offices that have a request which can still move on. */
    /** Those that wait for their institution. */
    public List<UUID> returned() {
        return jdbc.sql("select request_id from correction_case where state = 'RETURNED' order by entry_no")
                .query(UUID.class)
                .list();
    }

    public List<String> officesWithDeadline() {
        return jdbc.sql(
                        "select distinct unnest(offices) from correction_case where state = 'PENDING' and deadline is not null")
                .query(String.class)
                .list();
    }

    /**
     * Requests of some offices alone that can still move on and that nobody may decide where they are.
     *
     * @param holders who has the seat of which of these offices; a vacant one is missing
     */
    public List<Dated> undecidable(Collection<String> offices, Map<String, Long> holders) {
        var held = List.copyOf(holders.keySet());
        return jdbc.sql(
                        """
                        with held as (
                          select * from unnest(:held::text[], :holders::bigint[]) as h (office, holder))
                        select c.request_id, c.institution_id, c.day, c.authority, c.deadline from correction_case c
                         where c.state = 'PENDING' and c.deadline is not null and c.offices <@ :offices::text[]
                           and not exists (
                             select from held h
                              where h.office = any (c.offices)
                                and not exists (select from correction_line l
                                                 where l.request_id = c.request_id and l.version = c.version
                                                   and l.staff_id = h.holder)
                                and not exists (select from correction_submission s
                                                 where s.request_id = c.request_id and s.asker_id = h.holder))
                        """)
                .param("offices", offices.toArray(String[]::new))
                .param("held", held.toArray(String[]::new))
                .param("holders", held.stream().map(holders::get).toArray(Long[]::new))
                .query((row, n) -> dated(row))
                .list();
    }

    /** A request, and its lines as they are found. */
    private record Row(List<Line> lines, Function<List<Line>, Correction> of) {}

    private static List<Correction> read(JdbcClient.StatementSpec statement) {
        var rows = new LinkedHashMap<UUID, Row>();
        statement.query(found -> {
            var id = found.getObject("id", UUID.class);
            var row = rows.get(id);
            if (row == null) rows.put(id, row = row(id, found));
            row.lines().add(line(found));
        });
        return rows.values().stream()
                .map(row -> row.of().apply(List.copyOf(row.lines())))
                .toList();
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getString("name"),
                Optional.ofNullable(row.getString("name_hi")),
                Optional.ofNullable(row.getString("forenoon")).map(SessionStatus::valueOf),
                Optional.ofNullable(row.getString("afternoon")).map(SessionStatus::valueOf),
                SessionStatus.valueOf(row.getString("forenoon_was")),
                SessionStatus.valueOf(row.getString("afternoon_was")),
                Optional.ofNullable(row.getString("remark")));
    }

    private static Row row(UUID id, ResultSet row) throws SQLException {
        var entryNo = row.getLong("entry_no");
        var day = row.getObject("day", LocalDate.class);
        var by = row.getString("recorded_by");
        var at = instant(row, "recorded_at").orElseThrow();
        var inStead = Optional.ofNullable(row.getString("in_stead"));
        var state = State.valueOf(row.getString("state"));
        var version = row.getInt("version");
        var askedAt = instant(row, "asked_at").orElseThrow();
        var askedBy = row.getString("asked_by");
        var kind = Correction.Kind.valueOf(row.getString("kind"));
        var reason = row.getString("reason");
        var scans = Arrays.stream((byte[][]) row.getArray("scans").getArray())
                .map(ContentHash::new)
                .toList();
        var authority = Optional.ofNullable(row.getString("authority"));
        var offices = texts(row, "offices");
        var deadline = instant(row, "deadline");
        var since = instant(row, "since").orElseThrow();
        var askers = askers(row);
        var institution = InstitutionRow.read(row, "institution_");
        return new Row(new ArrayList<>(), lines -> {
            var asked = new Submission(version, askedAt, askedBy, kind, reason, lines, scans);
            return new Correction(
                    id,
                    entryNo,
                    institution,
                    day,
                    by,
                    at,
                    inStead,
                    state,
                    asked,
                    askers,
                    authority,
                    offices,
                    deadline,
                    since);
        });
    }

    private static Map<Long, String> askers(ResultSet row) throws SQLException {
        var askers = row.getArray("asker_ids");
        if (askers == null) return Map.of();
        var ids = (Long[]) askers.getArray();
        var logins = texts(row, "asker_logins");
        var found = new HashMap<Long, String>();
        for (int i = 0; i < ids.length; i++) found.put(ids[i], logins.get(i));
        return Map.copyOf(found);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
