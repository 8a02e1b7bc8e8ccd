package org.panjika.leave.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.panjika.attendance.Session;
import org.panjika.leave.Leave;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveSpan;
import org.panjika.leave.LeaveSpan.DayKind;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Applications, what became of them, and how they stand. */
@Repository
public class LeaveTable {

    private static final String SELECT =
            """
            select c.*, a.from_session, a.to_session, a.reason, a.contact, a.attachments, a.officiating_id, a.changes,
                   a.recorded_by, a.recorded_at, lower(c.during) as first_half, upper(c.during) - 1 as last_half
              from leave_case c
                   join leave_application a on a.id = c.id and a.version = c.version
            """;

    private final JdbcClient client;
    private final StaffList staff;
    private final Institutions institutions;

    LeaveTable(JdbcClient client, StaffList staff, Institutions institutions) {
        this.client = client;
        this.staff = staff;
        this.institutions = institutions;
    }

    /** An application on its way into the tables. */
    public record NewLeave(
            LeaveRequest request,
            int version,
            ContentHash hash,
            long staffId,
            long placeId,
            long institutionId,
            int halfDays,
            boolean postFacto,
            boolean headEntered,
            List<ContentHash> attachments,
            Optional<Long> officiatingId) {}

    /** False if there is one of this id, also one that was being written at the same time. */
    public boolean insert(NewLeave leave, String by, Instant now) {
        var number = asked(leave, by, now);
        if (number.isEmpty()) return false;
        client.sql(
                        """
                        insert into leave_case (id, number, state, staff_id, place_id, institution_id, type, from_day, to_day,
                               half_days, post_facto, head_entered, during)
                        values (:id, :number, 'PENDING', :staff, :place, :institution, :type, :from, :to, :halfDays,
                               :postFacto, :headEntered,
                               case when :changes then 'empty'::int4range else int4range(:first, :last, '[]') end)
                        """)
                .param("id", leave.request().id())
                .param("number", number.get())
                .param("staff", leave.staffId())
                .param("place", leave.placeId())
                .param("institution", leave.institutionId())
                .param("type", leave.request().type())
                .param("from", leave.request().span().from())
                .param("to", leave.request().span().to())
                .param("halfDays", leave.halfDays())
                .param("postFacto", leave.postFacto())
                .param("headEntered", leave.headEntered())
                .param("changes", leave.request().changes().isPresent())
                .param("first", (int) leave.request().span().first().number())
                .param("last", (int) leave.request().span().last().number())
                .update();
        return true;
    }

    /** Asked again after it was returned. */
    public void insertAgain(NewLeave leave, String by, Instant now) {
        asked(leave, by, now);
        client.sql(
                        """
                        update leave_case
                           set version = :version, state = 'PENDING', place_id = :place, institution_id = :institution,
                               type = :type, from_day = :from, to_day = :to, half_days = :halfDays, post_facto = :postFacto,
                               during = case when isempty(during) then during else int4range(:first, :last, '[]') end
                         where id = :id
                        """)
                .param("id", leave.request().id())
                .param("version", leave.version())
                .param("place", leave.placeId())
                .param("institution", leave.institutionId())
                .param("type", leave.request().type())
                .param("from", leave.request().span().from())
                .param("to", leave.request().span().to())
                .param("halfDays", leave.halfDays())
                .param("postFacto", leave.postFacto())
                .param("first", (int) leave.request().span().first().number())
                .param("last", (int) leave.request().span().last().number())
                .update();
    }

    private Optional<Long> asked(NewLeave leave, String by, Instant now) {
        var request = leave.request();
        return client.sql(
                        """
                        insert into leave_application (id, version, content_hash, recorded_at, recorded_by, staff_id, type,
                               from_day, from_session, to_day, to_session, reason, contact, attachments, officiating_id, changes)
                        values (:id, :version, :hash, :now, :by, :staff, :type, :from, :fromSession, :to, :toSession, :reason,
                               :contact, :attachments, :officiating, :changes)
                            on conflict (id, version) do nothing
                        returning entry_no
                        """)
                .param("id", request.id())
                .param("version", leave.version())
                .param("hash", leave.hash().bytes())
                .param("now", at(now))
                .param("by", by)
                .param("staff", leave.staffId())
                .param("type", request.type())
                .param("from", request.span().from())
                .param("fromSession", request.span().first().session().name())
                .param("to", request.span().to())
                .param("toSession", request.span().last().session().name())
                .param("reason", request.reason())
                .param("contact", request.contact().orElse(null))
                .param(
                        "attachments",
                        leave.attachments().stream().map(ContentHash::bytes).toArray(byte[][]::new))
                .param("officiating", leave.officiatingId().orElse(null))
                .param("changes", request.changes().orElse(null))
                .query(Long.class)
                .optional();
    }

    /** Whether what was asked under the id is this. */
    public boolean same(UUID id, ContentHash hash) {
        return client.sql("select exists (select from leave_application where id = ? and content_hash = ?)")
                .params(id, hash.bytes())
                .query(Boolean.class)
                .single();
    }

    public Optional<Leave> find(UUID id) {
        return client.sql(SELECT + "where c.id = ?").param(id).query(this::read).optional();
    }

    /** The same, and nobody else changes any leave of the person until the transaction ends. */
    public Optional<Leave> lock(UUID id) {
        client.sql("select staff_id from leave_case where id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .ifPresent(this::oneOf);
        client.sql("select 1 from leave_case where id = ? for update").param(id).query(row -> {});
        return find(id);
    }

    /** What a person has asked for, newest first. */
    public List<Leave> of(long staffId, long before, int atMost) {
        return client.sql(SELECT + "where c.staff_id = ? and c.number < ? order by c.number desc limit ?")
                .params(staffId, before, atMost)
                .query(this::read)
                .list();
    }

    /** What stands of a person in a time, beside one application. */
    public List<Leave> standing(long staffId, LocalDate from, LocalDate to, UUID beside) {
        return client.sql(
                        SELECT
                                + """
                        where c.staff_id = ? and c.from_day <= ? and c.to_day >= ? and c.id <> ?
                          and c.state in ('PENDING', 'RETURNED', 'APPROVED') and not isempty(c.during)
                        order by c.from_day
                        """)
                .params(staffId, to, from, beside)
                .query(this::read)
                .list();
    }

    /** Leave at institutions in a time, in one state or any that stands, by person and day. */
    public List<Leave> at(List<Long> places, LocalDate from, LocalDate to, Optional<State> state, int atMost) {
        return client.sql(
                        SELECT
                                + """
                        where (c.place_id = any (:places) or c.institution_id = any (:places))
                          and c.from_day <= :to and c.to_day >= :from and not isempty(c.during)
                          and (:state::text is null and c.state in ('PENDING', 'RETURNED', 'APPROVED') or c.state = :state)
                        order by c.from_day, c.number
                        limit :most
                        """)
                .param("places", places.toArray(Long[]::new))
                .param("from", from)
                .param("to", to)
                .param("state", state.map(Enum::name).orElse(null))
                .param("most", atMost)
                .query(this::read)
                .list();
    }

    /** How many other people of an institution have approved leave on one day of the span, at most. */
    public int away(long placeId, LeaveSpan span, long besideStaffId) {
        return client.sql(
                        """
                        select coalesce(max(n.people), 0) from (
                          select count(distinct c.staff_id) as people
                            from generate_series(:from::date, :to::date, interval '1 day') d (day)
                                 join leave_case c on c.place_id = :place and c.state = 'APPROVED' and c.staff_id <> :beside
                                                  and d.day::date between c.from_day and c.to_day
                           group by d.day) n
                        """)
                .param("from", span.from())
                .param("to", span.to())
                .param("place", placeId)
                .param("beside", besideStaffId)
                .query(Integer.class)
                .single();
    }

    /** How many people are posted at an institution. */
    public int people(long institutionId, LocalDate day) {
        return client.sql("select count(*) from posting where institution_id = ? and during @> ?")
                .params(institutionId, day)
                .query(Integer.class)
                .single();
    }

    /** One approval after the other at an institution, so that its ceiling holds. */
    public void oneAtATime(long placeId) {
        client.sql("select pg_advisory_xact_lock(hashtext('leave-ceiling'), ?)")
                .param((int) placeId)
                .query(row -> {});
    }

    /** One after the other for a person. */
    public void oneOf(long staffId) {
        client.sql("select pg_advisory_xact_lock(hashtext('leave-of'), ?)")
                .param((int) staffId)
                .query(row -> {});
    }

    /** How often a person began leave of a kind in a year; approved or asked for. */
    public int spells(long staffId, String type, LocalDate from, LocalDate to, UUID beside) {
        return client.sql(
                        """
                        select count(*) from leave_case
                         where staff_id = ? and type = ? and from_day between ? and ? and id <> ?
                           and state in ('PENDING', 'RETURNED', 'APPROVED')
                        """)
                .params(staffId, type, from, to, beside)
                .query(Integer.class)
                .single();
    }

    /** Half days of a kind that a person has, approved or asked for, by first day. */
    public int halfDays(long staffId, String type, LocalDate from, LocalDate to, UUID beside) {
        return client.sql(
                        """
                        select coalesce(sum(half_days), 0) from leave_case
                         where staff_id = ? and type = ? and from_day between ? and ? and id <> ?
                           and state in ('PENDING', 'RETURNED', 'APPROVED')
                        """)
                .params(staffId, type, from, to, beside)
                .query(Integer.class)
                .single();
    }

    /** Half days of other applications that wait and would be taken from the same balance. */
    public int waiting(long staffId, List<String> types, UUID beside) {
        return client.sql(
                        """
                        select coalesce(sum(half_days), 0) from leave_case
                         where staff_id = ? and type = any (?) and id <> ? and state in ('PENDING', 'RETURNED')
                        """)
                .params(staffId, types.toArray(String[]::new), beside)
                .query(Integer.class)
                .single();
    }

    /** What kind every day is for a cadre at an institution. */
    public SortedMap<LocalDate, DayKind> days(long institutionId, Staff.Cadre cadre, LocalDate from, LocalDate to) {
        var found = new TreeMap<LocalDate, DayKind>();
        client.sql(
                        """
                        select d.day::date as day, k.day_kind
                          from generate_series(:from::date, :to::date, interval '1 day') d (day)
                               cross join lateral (select * from calendar_on(d.day::date)) k
                         where k.institution_id = :institution and k.cadre = :cadre
                        """)
                .param("institution", institutionId)
                .param("cadre", cadre.name())
                .param("from", from)
                .param("to", to)
                .query(row -> {
                    found.put(row.getObject("day", LocalDate.class), kind(row.getString("day_kind")));
                });
        return found;
    }

    /** Approved leave with sessions that read LEAVE on a day that is a holiday now. */
    public List<UUID> overHoliday(LocalDate day) {
        return client.sql(
                        """
                        select c.id
                          from leave_case c
                               join staff s on s.id = c.staff_id
                               join calendar_on(:day) k on k.institution_id = c.place_id and k.cadre = s.cadre
                         where c.state = 'APPROVED' and :day between c.from_day and c.to_day and k.day_kind = 'HOLIDAY'
                           and exists (select from day_entry e
                                        where e.request_id = c.id and e.day = :day and 'LEAVE' in (e.forenoon, e.afternoon)
                                          and not exists (select from day_entry later where later.supersedes = e.entry_no))
                         order by c.staff_id, c.number
                        """)
                .param("day", day)
                .query(UUID.class)
                .list();
    }

    private static DayKind kind(String calendar) {
        return switch (calendar) {
            case "HALF" -> DayKind.HALF;
            case "HOLIDAY" -> DayKind.HOLIDAY;
            default -> DayKind.WORKING;
        };
    }

    /** How it stands from now on; written once in the case and once among its steps. */
    public void step(UUID id, State state, String by, Instant now, Optional<String> remark) {
        written(id, state, by, now, Optional.empty(), remark);
        client.sql("update leave_case set state = ? where id = ?")
                .params(state.name(), id)
                .update();
    }

    /** It was approved: over which sessions, and how many half days count. */
    public void approved(Leave leave, int halfDays) {
        client.sql("update leave_case set half_days = ?, during = int4range(?, ?, '[]') where id = ?")
                .params(
                        halfDays,
                        (int) leave.span().first().number(),
                        (int) leave.span().last().number(),
                        leave.id())
                .update();
    }

    /** The person is back from a session on. */
    public void ended(Leave leave, HalfDay back, int halfDays, String by, Instant now, Optional<String> remark) {
        written(leave.id(), State.APPROVED, by, now, Optional.of(back), remark);
        client.sql(
                        """
                        update leave_case set half_days = :halfDays, to_day = :to, during = int4range(:first, :back)
                         where id = :id
                        """)
                .param("halfDays", halfDays)
                .param("to", LocalDate.ofEpochDay(Math.floorDiv(back.number() - 1, 2L)))
                .param("first", (int) leave.span().first().number())
                .param("back", (int) back.number())
                .param("id", leave.id())
                .update();
    }

    private void written(
            UUID id, State state, String by, Instant now, Optional<HalfDay> from, Optional<String> remark) {
        client.sql(
                        """
                        insert into leave_step (recorded_at, recorded_by, application_id, state, from_day, from_session, remark)
                        values (:now, :by, :id, :state, :day, :session, :remark)
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("id", id)
                .param("state", state.name())
                .param("day", from.map(HalfDay::day).orElse(null))
                .param("session", from.map(h -> h.session().name()).orElse(null))
                .param("remark", remark.orElse(null))
                .update();
    }

    public List<Leave.Step> steps(UUID id) {
        return client.sql("select * from leave_step where application_id = ? order by entry_no")
                .param(id)
                .query((row, n) -> new Leave.Step(
                        State.valueOf(row.getString("state")),
                        row.getString("recorded_by"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("from_day", LocalDate.class))
                                .map(day -> new HalfDay(day, session(row, "from_session"))),
                        Optional.ofNullable(row.getString("remark"))))
                .list();
    }

    public void paper(UUID id, LeaveRequest.Paper paper, ContentHash scan, String by, Instant now) {
        client.sql(
                        """
                        insert into leave_paper (application_id, recorded_at, recorded_by, applied_on, sanctioned_by,
                               sanctioned_on, order_number, guard_file, scan)
                        values (:id, :now, :by, :applied, :office, :on, :order, :file, :scan)
                        """)
                .param("id", id)
                .param("now", at(now))
                .param("by", by)
                .param("applied", paper.appliedOn())
                .param("office", paper.sanctionedBy())
                .param("on", paper.sanctionedOn())
                .param("order", paper.orderNumber().orElse(null))
                .param("file", paper.guardFile())
                .param("scan", scan.bytes())
                .update();
    }

    public Optional<Leave.Kept> paper(UUID id) {
        return client.sql("select * from leave_paper where application_id = ?")
                .param(id)
                .query((row, n) -> {
                    var scan = new ContentHash(row.getBytes("scan"));
                    return new Leave.Kept(
                            new LeaveRequest.Paper(
                                    row.getObject("applied_on", LocalDate.class),
                                    row.getString("sanctioned_by"),
                                    row.getObject("sanctioned_on", LocalDate.class),
                                    Optional.ofNullable(row.getString("order_number")),
                                    row.getString("guard_file"),
                                    scan.hex()),
                            scan);
                })
                .optional();
    }

    /** False if there is one of this id. */
    public boolean intimate(
            UUID id,
            ContentHash hash,
            long staffId,
            long institutionId,
            LocalDate from,
            LocalDate to,
            Optional<String> text,
            String by,
            Instant now) {
        return client.sql(
                                """
                        insert into leave_intimation (id, content_hash, recorded_at, recorded_by, staff_id, institution_id,
                               from_day, to_day, text)
                        values (:id, :hash, :now, :by, :staff, :institution, :from, :to, :text) on conflict (id) do nothing
                        """)
                        .param("id", id)
                        .param("hash", hash.bytes())
                        .param("now", at(now))
                        .param("by", by)
                        .param("staff", staffId)
                        .param("institution", institutionId)
                        .param("from", from)
                        .param("to", to)
                        .param("text", text.orElse(null))
                        .update()
                == 1;
    }

    public boolean sameIntimation(UUID id, ContentHash hash) {
        return client.sql("select content_hash = ? from leave_intimation where id = ?")
                .params(hash.bytes(), id)
                .query(Boolean.class)
                .single();
    }

    /** Whether a person has charge of an institution, also while another officiates. */
    public boolean hasCharge(long staffId, long institutionId, LocalDate day) {
        return client.sql(
                        """
                        select exists (select from charge
                                        where staff_id = ? and kind = 'HEAD' and institution_id = ? and during @> ?)
                        """)
                .params(staffId, institutionId, day)
                .query(Boolean.class)
                .single();
    }

    /** Whether somebody below the institution is there: of a nodal school, whose head is a PEEO or UCEEO. */
    public boolean isNodal(long institutionId, LocalDate day) {
        return client.sql(
                        """
                        select exists (select from institution_parent p join institution s on s.id = p.institution_id
                                        where p.parent_id = ? and p.during @> ? and s.kind = 'SCHOOL')
                        """)
                .params(institutionId, day)
                .query(Boolean.class)
                .single();
    }

    private Leave read(ResultSet row, int number) throws SQLException {
        var during = row.getObject("first_half", Integer.class) != null;
        var span = during
                ? new LeaveSpan(half(row.getInt("first_half")), half(row.getInt("last_half")))
                : new LeaveSpan(
                        new HalfDay(row.getObject("from_day", LocalDate.class), session(row, "from_session")),
                        new HalfDay(row.getObject("to_day", LocalDate.class), session(row, "to_session")));
        return new Leave(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                row.getInt("version"),
                State.valueOf(row.getString("state")),
                staff.find(row.getLong("staff_id")).orElseThrow(),
                institutions.find(row.getLong("place_id")).orElseThrow(),
                institutions.find(row.getLong("institution_id")).orElseThrow(),
                row.getString("type"),
                span,
                row.getInt("half_days"),
                row.getBoolean("post_facto"),
                row.getBoolean("head_entered"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("contact")),
                Arrays.stream((byte[][]) row.getArray("attachments").getArray())
                        .map(ContentHash::new)
                        .toList(),
                Optional.ofNullable(row.getObject("officiating_id", Long.class)),
                Optional.ofNullable(row.getObject("changes", UUID.class)),
                row.getString("recorded_by"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    private static HalfDay half(int number) {
        return HalfDay.of(number);
    }

    private static Session session(ResultSet row, String column) {
        try {
            return Session.valueOf(row.getString(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
