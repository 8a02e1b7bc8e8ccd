package org.panjika.leave.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.panjika.attendance.LeaveEffect;
import org.panjika.attendance.Session;
import org.panjika.leave.Leave;
import org.panjika.leave.Leave.State;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveSpan;
import org.panjika.leave.LeaveSpan.DayKind;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.WorkDays;
import org.panjika.models.Recalled;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.rows.InstitutionRow;
import org.panjika.organisation.rows.StaffRow;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Applications, what became of them, and how they stand. */
@Repository
public class LeaveTable {

    private static final String SELECT =
            """
            select c.*, a.from_session, a.to_session, a.reason, a.contact, a.attachments, a.changes,
                   a.recorded_by, a.recorded_at, lower(c.during) as first_half, upper(c.during) - 1 as last_half,
                   %s,
                   %s,
                   %s
              from leave_case c
                   join leave_application a on a.id = c.id and a.version = c.version
                   join staff s on s.id = c.staff_id
                   join institution p on p.id = c.place_id
                   join institution i on i.id = c.institution_id
            """
                    .formatted(
                            StaffRow.columns("s", "person_"),
                            InstitutionRow.columns("p", "place_"),
                            InstitutionRow.columns("i", "institution_"));

    private static final String COUNTED =
            """
            update leave_case
               set state = 'APPROVED', half_days = :halfDays, authority = :authority, during = int4range(:first, :last, '[]')
             where id = :id
            """;

    private final JdbcClient client;
    private final Institutions institutions;
    private final Recalled recalled;

    LeaveTable(JdbcClient client, Institutions institutions, Recalled recalled) {
        this.client = client;
        this.institutions = institutions;
        this.recalled = recalled;
    }

    /** An application on its way into the tables. */
    public record NewLeave(
            LeaveRequest request,
            int version,
            ContentHash hash,
            Staff person,
            Institution place,
            Institution institution,
            String regime,
            int halfDays,
            boolean postFacto,
            boolean headEntered,
            List<ContentHash> attachments,
            Optional<Long> officiatingId) {

        private Leave asked(long number, String by, Instant now) {
            return new Leave(
                    request.id(),
                    number,
                    version,
                    State.PENDING,
                    person,
                    place,
                    institution,
                    regime,
                    request.type(),
                    request.span(),
                    halfDays,
                    postFacto,
                    headEntered,
                    request.reason(),
                    request.contact(),
                    attachments,
                    officiatingId,
                    request.changes(),
                    Optional.empty(),
                    by,
                    now);
        }
    }

    /** Nothing if there is one of this id, also one that was being written at the same time. */
    public Optional<Leave> insert(NewLeave leave, String by, Instant now) {
        var number = written(
                        """
                        insert into leave_case (id, number, state, staff_id, place_id, institution_id, regime, type, from_day,
                               to_day, half_days, post_facto, head_entered, officiating_id, during)
                        select :id, asked.entry_no, 'PENDING', :staff, :place, :institution, :regime, :type, :from, :to,
                               :halfDays, :postFacto, :headEntered, :officiating,
                               case when :replaces then 'empty'::int4range else int4range(:first, :last, '[]') end
                          from asked
                        returning number
                        """,
                        leave,
                        by,
                        now)
                .param("headEntered", leave.headEntered())
                .param("replaces", leave.request().changes().isPresent())
                .query(Long.class)
                .optional();
        changed(leave.request().id());
        return number.flatMap(
                n -> recalled.once(key(leave.request().id()), () -> Optional.of(leave.asked(n, by, now))));
    }

    /** Asked again after it was returned. */
    public void insertAgain(NewLeave leave, String by, Instant now) {
        written(
                        """
                        update leave_case
                           set version = :version, state = 'PENDING', place_id = :place, institution_id = :institution,
                               regime = :regime, type = :type, from_day = :from, to_day = :to, half_days = :halfDays, post_facto = :postFacto,
                               officiating_id = :officiating,
                               during = case when isempty(during) then during else int4range(:first, :last, '[]') end
                         where id = :id
                        """,
                        leave,
                        by,
                        now)
                .update();
        changed(leave.request().id());
    }

    /** What is asked, among its steps too, and with it how the case stands. */
    private StatementSpec written(String standing, NewLeave leave, String by, Instant now) {
        var request = leave.request();
        return client.sql(
                        """
                        with asked as (
                          insert into leave_application (id, version, content_hash, recorded_at, recorded_by, staff_id, type,
                                 from_day, from_session, to_day, to_session, reason, contact, attachments, officiating_id, changes)
                          values (:id, :version, :hash, :now, :by, :staff, :type, :from, :fromSession, :to, :toSession, :reason,
                                 :contact, :attachments, :officiating, :changes)
                              on conflict (id, version) do nothing
                          returning entry_no),
                        step as (
                          insert into leave_step (recorded_at, recorded_by, application_id, state)
                          select :now, :by, :id, 'PENDING' from asked)
                        """
                                + standing)
                .param("id", request.id())
                .param("version", leave.version())
                .param("hash", leave.hash().bytes())
                .param("now", at(now))
                .param("by", by)
                .param("staff", leave.person().id())
                .param("place", leave.place().id())
                .param("institution", leave.institution().id())
                .param("regime", leave.regime())
                .param("type", request.type())
                .param("from", request.span().from())
                .param("fromSession", request.span().first().session().name())
                .param("to", request.span().to())
                .param("toSession", request.span().last().session().name())
                .param("first", (int) request.span().first().number())
                .param("last", (int) request.span().last().number())
                .param("halfDays", leave.halfDays())
                .param("postFacto", leave.postFacto())
                .param("reason", request.reason())
                .param("contact", request.contact().orElse(null))
                .param(
                        "attachments",
                        leave.attachments().stream().map(ContentHash::bytes).toArray(byte[][]::new))
                .param("officiating", leave.officiatingId().orElse(null))
                .param("changes", request.changes().orElse(null));
    }

    /** Whether what was asked under the id is this. */
    public boolean same(UUID id, ContentHash hash) {
        return client.sql("select exists (select from leave_application where id = ? and content_hash = ?)")
                .params(id, hash.bytes())
                .query(Boolean.class)
                .single();
    }

    public Optional<Leave> find(UUID id) {
        return recalled.once(key(id), () -> client.sql(SELECT + "where c.id = ?")
                .param(id)
                .query(LeaveTable::read)
                .optional());
    }

    private static List<Object> key(UUID id) {
        return List.of("leave", id);
    }

    private static List<Object> waiting(UUID id) {
        return List.of("leave-waits", id);
    }

    private void changed(UUID id) {
        recalled.forget(key(id));
        recalled.forget(waiting(id));
    }

    private void changed(UUID id, State state) {
        changed(id);
        recalled.once(waiting(id), () -> state == State.PENDING);
    }

    /** Whether it waits for an office; it does so until the transaction ends. */
    public boolean waits(UUID id) {
        return recalled.once(waiting(id), () -> lock(id).filter(leave -> leave.state() == State.PENDING)
                .isPresent());
    }

    /** The same, and nobody else changes any leave of the person until the transaction ends. */
    public Optional<Leave> lock(UUID id) {
        recalled.once(List.of("locked", id), () -> {
            client.sql("select pg_advisory_xact_lock(hashtext('leave-of'), staff_id::int) from leave_case where id = ?")
                    .param(id)
                    .query(row -> {});
            changed(id);
            return true;
        });
        return find(id);
    }

    /** What a person has asked for, newest first. */
    public List<Leave> of(long staffId, long before, int atMost) {
        return leaves(client.sql(SELECT + "where c.staff_id = ? and c.number < ? order by c.number desc limit ?")
                .params(staffId, before, atMost));
    }

    /**
     * What stands of a person in a time, beside one application; other kinds that are asked for, as long as the leave that
     * they would replace stands as it was, among it.
     */
    public List<Leave> standing(long staffId, LocalDate from, LocalDate to, UUID beside) {
        return leaves(client.sql(
                        SELECT
                                + """
                        where c.staff_id = ? and c.from_day <= ? and c.to_day >= ? and c.id <> ?
                          and c.state in ('PENDING', 'RETURNED', 'APPROVED')
                          and (not isempty(c.during)
                               or exists (select from leave_case o
                                           where o.id = a.changes and o.state = 'APPROVED'
                                             and upper(o.during) = (a.to_day - date '1970-01-01') * 2
                                                                   + (a.to_session = 'AFTERNOON')::int + 1))
                        order by c.from_day
                        """)
                .params(staffId, to, from, beside));
    }

    /** Approved leave of a person over a day. */
    public List<Leave> approved(long staffId, LocalDate day) {
        return leaves(client.sql(
                        SELECT
                                + "where c.staff_id = ? and c.state = 'APPROVED' and c.during && int4range(?, ?, '[]') order by c.during")
                .params(staffId, (int) new HalfDay(day, Session.FORENOON).number(), (int)
                        new HalfDay(day, Session.AFTERNOON).number()));
    }

    /** Leave at an institution in a time that stands, by its first day; what follows {@code after}. */
    public List<Leave> at(long place, LocalDate from, LocalDate to, Optional<UUID> after, int atMost) {
        return leaves(client.sql(
                        SELECT
                                + """
                        where (c.place_id = :place or c.institution_id = :place)
                          and c.from_day <= :to and c.to_day >= :from and not isempty(c.during)
                          and c.state in ('PENDING', 'RETURNED', 'APPROVED')
                          and (:after::uuid is null
                               or (c.from_day, c.number) > (select l.from_day, l.number from leave_case l where l.id = :after))
                        order by c.from_day, c.number
                        limit :most
                        """)
                .param("place", place)
                .param("from", from)
                .param("to", to)
                .param("after", after.orElse(null))
                .param("most", atMost));
    }

    /**
     * Who is away from an institution on the fullest of some days, in half days.
     *
     * @param together the others and the person
     */
    public record Away(int others, int together) {}

    /** How many are away there on one of the days, others by approved leave and the person by these sessions. */
    public Away away(long placeId, List<LeaveEffect.Half> sessions, long staffId) {
        return client.sql(
                        """
                        select n.others, n.others + o.own as together
                          from (select s.day, count(*)::int as own from unnest(:days::date[]) s (day) group by s.day) o
                               cross join lateral (
                                 select coalesce(sum((e.forenoon is not distinct from 'LEAVE')::int
                                                     + (e.afternoon is not distinct from 'LEAVE')::int), 0)::int as others
                                   from day_entry e
                                  where e.institution_id = :place and e.day = o.day and e.source = 'LEAVE'
                                    and e.staff_id <> :staff
                                    and not exists (select from day_entry later where later.supersedes = e.entry_no)) n
                         order by together desc
                         limit 1
                        """)
                .param("days", sessions.stream().map(h -> h.day().toString()).toArray(String[]::new))
                .param("place", placeId)
                .param("staff", staffId)
                .query((row, n) -> new Away(row.getInt("others"), row.getInt("together")))
                .optional()
                .orElse(new Away(0, 0));
    }

    /** How many people work at an institution on a day (C5). */
    public int people(long institutionId, LocalDate day) {
        return client.sql("select leave_people(?, ?)")
                .params(institutionId, day)
                .query(Integer.class)
                .single();
    }

    /** Who officiates while the head is away. */
    public void officiates(UUID id, long staffId) {
        client.sql("update leave_case set officiating_id = ? where id = ?")
                .params(staffId, id)
                .update();
        changed(id);
    }

    /** One approval after the other at an institution, so that its ceiling holds. */
    public void oneAtATime(long placeId) {
        client.sql("select pg_advisory_xact_lock(hashtext('leave-ceiling'), ?)")
                .param((int) placeId)
                .query(row -> {});
    }

    /**
     * One after the other for a person.
     *
     * @return whether there is an application of this id; not of one that is being written at the same time
     */
    public boolean oneOf(long staffId, UUID id) {
        return client.sql(
                        """
                        select exists (select from leave_case where id = ?)
                          from pg_advisory_xact_lock(hashtext('leave-of'), ?)
                        """)
                .params(id, (int) staffId)
                .query(Boolean.class)
                .single();
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

    /** Where a person works on some days, and whether anybody works there (C5, C14). */
    public WorkDays workDays(long staffId, LocalDate from, LocalDate to) {
        var kinds = new TreeMap<LocalDate, DayKind>();
        var places = new HashMap<HalfDay, Long>();
        client.sql("select * from leave_days(:staff, :from, :to)")
                .param("staff", staffId)
                .param("from", from)
                .param("to", to)
                .query(row -> {
                    var day = row.getObject("day", LocalDate.class);
                    kinds.put(day, DayKind.of(row.getBoolean("forenoon_works"), row.getBoolean("afternoon_works")));
                    places.put(new HalfDay(day, Session.FORENOON), row.getLong("forenoon_at"));
                    places.put(new HalfDay(day, Session.AFTERNOON), row.getLong("afternoon_at"));
                });
        return new WorkDays(kinds, places);
    }

    /**
     * A day whose calendar is not the one by which leave was counted.
     *
     * @param digest of what is said about the day now
     * @param known false: nobody has looked at it yet
     */
    public record CalendarChange(LocalDate day, String digest, boolean known) {}

    public List<CalendarChange> calendarChanges(LocalDate from, LocalDate to) {
        return client.sql(
                        """
                        with said as (
                          select g.day::date as day, string_agg(e::text, '|' order by e.id) as days
                            from calendar_day e
                                 cross join lateral generate_series(greatest(e.from_day, :from::date)::timestamp,
                                   least(e.to_day, :to::date)::timestamp, interval '1 day') g (day)
                           where e.from_day <= :to and e.to_day >= :from
                           group by 1),
                        now as (
                          select g.day::date as day, md5(
                                   coalesce(said.days, '')
                                   || coalesce((select string_agg(w.said, '|' order by w.said) from (
                                                select row (e.area_id, e.kind, e.calendar_group, e.iso_weekday, e.day_kind)::text as said
                                                  from calendar_week e
                                                 where e.iso_weekday = extract(isodow from g.day) and e.during @> g.day::date) w), '')) as digest
                            from generate_series(:from::timestamp, :to::timestamp, interval '1 day') g (day)
                                 left join said on said.day = g.day::date)
                        select now.day, now.digest, c.day is not null as known
                          from now left join leave_calendar c on c.day = now.day
                         where c.digest is distinct from now.digest
                         order by now.day
                        """)
                .param("from", from)
                .param("to", to)
                .query((row, n) -> new CalendarChange(
                        row.getObject("day", LocalDate.class), row.getString("digest"), row.getBoolean("known")))
                .list();
    }

    /** Leave over these days has been counted by the calendar as it was then. */
    public void calendarSeen(List<CalendarChange> changes) {
        client.sql(
                        """
                        insert into leave_calendar (day, digest) select * from unnest(:days::date[], :digests::text[])
                            on conflict (day) do update set digest = excluded.digest
                        """)
                .param("days", changes.stream().map(c -> c.day().toString()).toArray(String[]::new))
                .param("digests", changes.stream().map(CalendarChange::digest).toArray(String[]::new))
                .update();
    }

    /**
     * Approved leave with sessions on a day that read LEAVE though nobody works then, or that somebody works and about which
     * neither the leave nor any evidence says anything.
     */
    public List<UUID> miscounted(LocalDate day) {
        return client.sql(
                        """
                        select c.id
                          from leave_case c
                               cross join lateral leave_days(c.staff_id, :day, :day) w
                         where c.state = 'APPROVED' and :day between c.from_day and c.to_day
                           and exists (
                             select from (values ('FORENOON', w.forenoon_works, 0), ('AFTERNOON', w.afternoon_works, 1))
                                           x (session, works, n)
                                    cross join lateral (select exists (
                                      select from day_entry e
                                       where e.request_id = c.id and e.source = 'LEAVE' and e.day = :day
                                         and case x.session when 'FORENOON' then e.forenoon else e.afternoon end = 'LEAVE'
                                         and not exists (select from day_entry later where later.supersedes = e.entry_no))
                                      as leave) said
                              where c.during @> ((:day::date - date '1970-01-01') * 2 + x.n) and x.works <> said.leave
                                and (said.leave or not exists (
                                  select from attendance_day d
                                   where d.day = :day and d.staff_id = c.staff_id
                                     and case x.session when 'FORENOON' then calls_for_choice(d.forenoon, d.forenoon_source)
                                           else calls_for_choice(d.afternoon, d.afternoon_source) end)))
                         order by c.staff_id, c.number
                        """)
                .param("day", day)
                .query(UUID.class)
                .list();
    }

    /** Leave that is to be counted again. */
    public List<UUID> toRecount() {
        return client.sql("select application_id from leave_to_recount order by application_id")
                .query(UUID.class)
                .list();
    }

    public void recountAgain(UUID id) {
        client.sql("insert into leave_to_recount (application_id) values (?) on conflict do nothing")
                .param(id)
                .update();
    }

    public void recounted(UUID id) {
        client.sql("delete from leave_to_recount where application_id = ?")
                .param(id)
                .update();
    }

    /** The first day of leave that its balance could not pay for; false if it was known. */
    public boolean uncharged(UUID id, LocalDate day) {
        return client.sql(
                                """
                        insert into leave_uncharged (application_id, day) values (?, ?)
                            on conflict (application_id) do update set day = excluded.day
                               where leave_uncharged.day <> excluded.day
                        """)
                        .params(id, day)
                        .update()
                == 1;
    }

    /** From a day on no day of it is known to be unpaid. */
    public void charged(UUID id, LocalDate from) {
        client.sql("delete from leave_uncharged where application_id = ? and day >= ?")
                .params(id, from)
                .update();
    }

    public List<UUID> uncharged() {
        return client.sql("select application_id from leave_uncharged order by application_id")
                .query(UUID.class)
                .list();
    }

    public Optional<LocalDate> unchargedDay(UUID id) {
        return client.sql("select day from leave_uncharged where application_id = ?")
                .param(id)
                .query(LocalDate.class)
                .optional();
    }

    /** How it stands from now on; written once in the case and once among its steps. */
    public void step(UUID id, State state, String by, Instant now, Optional<String> remark) {
        written(
                        "update leave_case set state = :state where id = :id and state <> :state",
                        id,
                        state,
                        by,
                        now,
                        Optional.empty(),
                        remark)
                .update();
        changed(id, state);
    }

    /** It is approved: over which sessions, how many half days count, and by which word of the table. */
    public void approved(
            Leave leave, int halfDays, Optional<String> authority, String by, Instant now, Optional<String> remark) {
        counted(
                written(COUNTED, leave.id(), State.APPROVED, by, now, Optional.empty(), remark),
                leave,
                halfDays,
                authority);
    }

    /** Approved, it is so many half days. */
    public void counted(Leave leave, int halfDays) {
        counted(client.sql(COUNTED).param("id", leave.id()), leave, halfDays, leave.authority());
    }

    private void counted(StatementSpec statement, Leave leave, int halfDays, Optional<String> authority) {
        statement
                .param("halfDays", halfDays)
                .param("authority", authority.orElse(null))
                .param("first", (int) leave.span().first().number())
                .param("last", (int) leave.span().last().number())
                .update();
        changed(leave.id(), State.APPROVED);
    }

    /** The person is back from a session on. */
    public void ended(Leave leave, HalfDay back, int halfDays, String by, Instant now, Optional<String> remark) {
        written(
                        """
                        update leave_case set half_days = :halfDays, to_day = :to, during = int4range(:first, :back)
                         where id = :id
                        """,
                        leave.id(),
                        State.APPROVED,
                        by,
                        now,
                        Optional.of(back),
                        remark)
                .param("halfDays", halfDays)
                .param("to", LocalDate.ofEpochDay(Math.floorDiv(back.number() - 1, 2L)))
                .param("first", (int) leave.span().first().number())
                .param("back", (int) back.number())
                .update();
        changed(leave.id());
    }

    /** A step, and with it how the case stands. */
    private StatementSpec written(
            String standing,
            UUID id,
            State state,
            String by,
            Instant now,
            Optional<HalfDay> from,
            Optional<String> remark) {
        return client.sql(
                        """
                        with step as (
                          insert into leave_step (recorded_at, recorded_by, application_id, state, from_day, from_session, remark)
                          values (:now, :by, :id, :state, :day, :session, :remark))
                        """
                                + standing)
                .param("now", at(now))
                .param("by", by)
                .param("id", id)
                .param("state", state.name())
                .param("day", from.map(HalfDay::day).orElse(null))
                .param("session", from.map(h -> h.session().name()).orElse(null))
                .param("remark", remark.orElse(null));
    }

    public List<UUID> returned() {
        return client.sql("select id from leave_case where state = 'RETURNED' order by number")
                .query(UUID.class)
                .list();
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

    /**
     * A person was back from a session on, and asks that the leave ends there.
     *
     * @param agreed empty while the office has not said
     */
    public record Return(UUID id, UUID application, HalfDay back, Optional<Boolean> agreed) {}

    public void askReturn(UUID id, Leave leave, HalfDay back, String by, Instant now) {
        client.sql(
                        """
                        insert into leave_return (id, recorded_at, recorded_by, application_id, from_day, from_session)
                        values (:id, :now, :by, :application, :day, :session)
                        """)
                .param("id", id)
                .param("now", at(now))
                .param("by", by)
                .param("application", leave.id())
                .param("day", back.day())
                .param("session", back.session().name())
                .update();
    }

    public void decideReturn(UUID id, boolean agreed, Optional<String> remark, String by, Instant now) {
        client.sql(
                        """
                        insert into leave_return_decision (return_id, recorded_at, recorded_by, agreed, remark)
                        values (:id, :now, :by, :agreed, :remark)
                        """)
                .param("id", id)
                .param("now", at(now))
                .param("by", by)
                .param("agreed", agreed)
                .param("remark", remark.orElse(null))
                .update();
    }

    public Optional<Return> findReturn(UUID id) {
        return returns("r.id = ?", id).stream().findFirst();
    }

    /** What the office has not decided yet about an application. */
    public Optional<Return> openReturn(UUID application) {
        return returns("r.application_id = ? and d.agreed is null", application).stream()
                .findFirst();
    }

    private List<Return> returns(String condition, UUID key) {
        return client.sql(
                        "select r.*, d.agreed from leave_return r left join leave_return_decision d on d.return_id = r.id where "
                                + condition)
                .param(key)
                .query((row, n) -> new Return(
                        row.getObject("id", UUID.class),
                        row.getObject("application_id", UUID.class),
                        new HalfDay(row.getObject("from_day", LocalDate.class), session(row, "from_session")),
                        Optional.ofNullable(row.getObject("agreed", Boolean.class))))
                .list();
    }

    /** @param version of the application for which it is given */
    public void paper(UUID id, int version, LeaveRequest.Paper paper, ContentHash scan, String by, Instant now) {
        client.sql(
                        """
                        insert into leave_paper (application_id, version, recorded_at, recorded_by, applied_on, sanctioned_by,
                               sanctioned_on, order_number, guard_file, scan)
                        values (:id, :version, :now, :by, :applied, :office, :on, :order, :file, :scan)
                        """)
                .param("id", id)
                .param("version", version)
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
        return Optional.ofNullable(papers(List.of(id)).get(id));
    }

    /** The papers of several as they were given last, by their keys; what was asked for online has none. */
    public Map<UUID, Leave.Kept> papers(List<UUID> ids) {
        var found = new HashMap<UUID, Leave.Kept>();
        client.sql(
                        """
                        select distinct on (application_id) * from leave_paper where application_id = any (?)
                         order by application_id, version desc
                        """)
                .param(ids.toArray(UUID[]::new))
                .query(row -> {
                    var scan = new ContentHash(row.getBytes("scan"));
                    var paper = new LeaveRequest.Paper(
                            row.getObject("applied_on", LocalDate.class),
                            row.getString("sanctioned_by"),
                            row.getObject("sanctioned_on", LocalDate.class),
                            Optional.ofNullable(row.getString("order_number")),
                            row.getString("guard_file"),
                            scan.hex());
                    found.put(row.getObject("application_id", UUID.class), new Leave.Kept(paper, scan));
                });
        return found;
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

    private static Leave read(ResultSet row, int number) throws SQLException {
        var span = row.getObject("first_half", Integer.class) != null
                ? new LeaveSpan(half(row.getInt("first_half")), half(row.getInt("last_half")))
                : new LeaveSpan(
                        new HalfDay(row.getObject("from_day", LocalDate.class), session(row, "from_session")),
                        new HalfDay(row.getObject("to_day", LocalDate.class), session(row, "to_session")));
        return new Leave(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                row.getInt("version"),
                State.valueOf(row.getString("state")),
                StaffRow.read(row, "person_"),
                InstitutionRow.read(row, "place_"),
                InstitutionRow.read(row, "institution_"),
                row.getString("regime"),
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
                Optional.ofNullable(row.getString("authority")),
                row.getString("recorded_by"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    private static List<Leave> leaves(StatementSpec rows) {
        return rows.query(LeaveTable::read).list();
    }

    /** An institution by its key. */
    public Optional<Institution> institution(long id) {
        return recalled.once(List.of("institution", id), () -> institutions.find(id));
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
