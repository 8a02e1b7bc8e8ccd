package org.panjika.payroll.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Line;
import org.panjika.payroll.Planned;
import org.panjika.payroll.Sessions;
import org.panjika.payroll.Statement.Route;
import org.panjika.payroll.Statement.State;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Statements: what the register gives for any set of institutions, in one statement; and how each institution's month stands. */
@Repository
public class StatementTable {

    // Sessions of a month are bits of a number (month_sessions). Everybody's register becomes a few such numbers; whose
    // they are on
    // which days, and what they are paid with, is then said by sets, so that a day is never in two lines (C5).
    private static final String LINES =
            """
            with place as materialized (
              select i.id, coalesce((
                       select s.value
                         from unnest(i.path) with ordinality as ancestor (id, depth)
                              join setting s on s.institution_id = ancestor.id and s.name = 'regime' and s.during @> :month
                        where exists (select from leave_type t where t.regime = s.value)
                        order by ancestor.depth desc limit 1), 'DEFAULT') as regime
                from institution i
               where i.id = any (:institutions::bigint[])),
            posted as materialized (
              select p.institution_id, p.staff_id, bit_or(p.sessions) as sessions
                from (select w.institution_id, w.staff_id,
                             month_sessions(:month, w.during * daterange(:month, :after)) as sessions
                        from posting w
                       -- not "&&", for which a kept plan would look through the postings of all institutions
                       where w.institution_id = any (:institutions::bigint[])
                         and not isempty(w.during * daterange(:month, :after))
                      union all
                      -- on the way between two postings: the new institution's, if it is known
                      select n.institution_id, t.staff_id, month_sessions(:month, r.days)
                        from service_state t
                             cross join lateral (
                               select w.institution_id from posting w
                                where w.staff_id = t.staff_id
                                order by lower(w.during) < lower(t.during), abs(lower(w.during) - lower(t.during))
                                limit 1) n
                             cross join lateral unnest(
                               datemultirange(t.during * daterange(:month, :after))
                               - coalesce((select range_agg(w.during) from posting w where w.staff_id = t.staff_id), '{}')) r (days)
                       where t.state = 'IN_TRANSIT' and t.during && daterange(:month, :after)
                         and n.institution_id = any (:institutions::bigint[])) p
               where true %1$s
               group by p.institution_id, p.staff_id),
            serving as (
              select s.staff_id,
                     bit_or(month_sessions(:month, s.during * daterange(:month, :after)))
                       filter (where s.state <> 'SUSPENDED') as gone,
                     bit_or(month_sessions(:month, s.during * daterange(:month, :after)))
                       filter (where s.state = 'SUSPENDED') as suspended
                from service_state s
               where s.during && daterange(:month, :after) and s.staff_id in (select staff_id from posted)
                 and s.state in ('SUSPENDED', 'RETIRED', 'DECEASED', 'RESIGNED')
               group by s.staff_id),
            payable as materialized (
              select p.institution_id, p.staff_id, p.sessions & ~coalesce(s.gone, 0) as sessions,
                     coalesce(s.suspended, 0) as suspended
                from posted p
                     left join serving s on s.staff_id = p.staff_id
               where p.sessions & ~coalesce(s.gone, 0) <> 0),
            -- a session that is free at one of two places of work says nothing
            read as (
              select d.staff_id,
                     bit_or(case d.forenoon when 'HOLIDAY' then 0 else n.f end | case d.afternoon when 'HOLIDAY' then 0 else n.f << 1 end) as expected,
                     bit_or(case d.forenoon when 'PRESENT' then n.f else 0 end | case d.afternoon when 'PRESENT' then n.f << 1 else 0 end) as present,
                     bit_or(case d.forenoon when 'TOUR' then n.f else 0 end | case d.afternoon when 'TOUR' then n.f << 1 else 0 end) as tour,
                     bit_or(case d.forenoon when 'DUTY' then n.f else 0 end | case d.afternoon when 'DUTY' then n.f << 1 else 0 end) as duty,
                     bit_or(case d.forenoon when 'TECHNICAL' then n.f else 0 end | case d.afternoon when 'TECHNICAL' then n.f << 1 else 0 end) as technical,
                     bit_or(case d.forenoon when 'TO_BE_CONFIRMED' then n.f else 0 end | case d.afternoon when 'TO_BE_CONFIRMED' then n.f << 1 else 0 end) as doubtful,
                     bit_or(case d.forenoon when 'UNMARKED' then n.f else 0 end | case d.afternoon when 'UNMARKED' then n.f << 1 else 0 end) as unmarked,
                     bit_or(case d.forenoon when 'ABSENT' then n.f else 0 end | case d.afternoon when 'ABSENT' then n.f << 1 else 0 end) as absent,
                     bit_or(case when d.late_minutes > 0 then n.f else 0 end) as late
                from %3$s d
                     cross join lateral (select 1::bigint << (2 * (d.day - :month)) as f) n
               where d.day = any (:days::date[]) and d.staff_id %2$s
               group by d.staff_id),
            -- half a day may be of another kind than the other half: the register names one for the day
            granted as (
              select distinct on (e.staff_id, e.day, h.session) e.staff_id, e.day, h.session, e.leave_type
                from %4$s e
                     cross join lateral (values (0, e.forenoon), (1, e.afternoon)) h (session, status)
               where e.day >= :month and e.day < :after and e.source = 'LEAVE' and e.staff_id %2$s
                 and h.status = 'LEAVE' and e.leave_type is not null
                 and not exists (select from day_entry later where later.supersedes = e.entry_no)
               order by e.staff_id, e.day, h.session, e.entry_no desc nulls first),
            taken as (
              select d.staff_id, coalesce(g.leave_type, d.leave_type, 'LEAVE') as type,
                     bit_or(1::bigint << (2 * (d.day - :month) + h.session)) as sessions
                from %3$s d
                     cross join lateral (values (0, d.forenoon), (1, d.afternoon)) h (session, status)
                     left join granted g on g.staff_id = d.staff_id and g.day = d.day and g.session = h.session
               where d.day = any (:days::date[]) and d.staff_id %2$s
                 and (d.forenoon = 'LEAVE' or d.afternoon = 'LEAVE') and h.status = 'LEAVE'
               group by d.staff_id, coalesce(g.leave_type, d.leave_type, 'LEAVE')),
            -- outside the portal, where the register says nothing
            away as materialized (
              select o.staff_id, bit_or(3::bigint << (2 * (o.day - :month))) & ~coalesce(d.expected, 0) as sessions
                from %5$s o
                     left join read d on d.staff_id = o.staff_id
               where o.day = any (:days::date[]) and o.staff_id %2$s
               group by o.staff_id, d.expected),
            -- leave there (RJ-12)
            taken_away as (
              select a.staff_id, coalesce(e.leave_type, 'LEAVE') as type,
                     bit_or((case e.forenoon when 'LEAVE' then 1::bigint else 0 end | case e.afternoon when 'LEAVE' then 2::bigint else 0 end)
                            << (2 * (e.day - :month))) & a.sessions as sessions
                from away a
                     join %4$s e on e.staff_id = a.staff_id and e.day >= :month and e.day < :after and e.source = 'LEAVE'
               where not exists (select from day_entry later where later.supersedes = e.entry_no)
               group by a.staff_id, a.sessions, coalesce(e.leave_type, 'LEAVE')),
            -- sessions counted from 1970-01-01, as leave counts them
            spell as materialized (
              select c.id, c.staff_id, c.type, c.state, c.during
                from leave_case c
               where c.during && int4range(:firstSession, :afterSession) and c.state in ('PENDING', 'RETURNED', 'APPROVED')
                 and c.staff_id %2$s),
            asked as (
              select s.staff_id,
                     bit_or((1::bigint << (least(upper(s.during), :afterSession) - :firstSession))
                            - (1::bigint << (greatest(lower(s.during), :firstSession) - :firstSession))) as sessions
                from spell s
               where s.state <> 'APPROVED'
               group by s.staff_id),
            in_question as (
              select l.staff_id,
                     bit_or((case when l.forenoon is null then 0::bigint else 1 end | case when l.afternoon is null then 0::bigint else 2 end)
                            << (2 * (c.day - :month))) as sessions
                from correction_case c
                     join correction_line l on l.request_id = c.request_id and l.version = c.version
               where c.state in ('PENDING', 'RETURNED') and c.day >= :month and c.day < :after and l.staff_id %2$s
               group by l.staff_id),
            -- a holiday between two sessions of leave counts with it where the kind says so
            spanned as (
              select s.staff_id, s.type,
                     bit_or((1::bigint << (least(w.last + 1, :afterSession) - :firstSession))
                            - (1::bigint << (greatest(w.first, :firstSession) - :firstSession))) as sessions
                from spell s
                     cross join lateral (
                       select min(2 * (e.day - date '1970-01-01') + case e.forenoon when 'LEAVE' then 0 else 1 end) as first,
                              max(2 * (e.day - date '1970-01-01') + case e.afternoon when 'LEAVE' then 1 else 0 end) as last
                         from %4$s e
                        where e.request_id = s.id and e.source = 'LEAVE' and (e.forenoon = 'LEAVE' or e.afternoon = 'LEAVE')
                          and not exists (select from day_entry later where later.supersedes = e.entry_no)) w
               where s.state = 'APPROVED' and w.first < :afterSession and w.last >= :firstSession
               group by s.staff_id, s.type),
            on_leave as (
              select p.institution_id, p.staff_id, l.type, r.pay, bit_or(l.sessions) & p.sessions as sessions
                from (select t.staff_id, t.type, t.sessions, false as free from taken t
                      union all
                      select t.staff_id, t.type, t.sessions, false from taken_away t
                      union all
                      select s.staff_id, s.type, s.sessions & ~coalesce(d.expected, 0) & ~coalesce(a.sessions, 0) & :read, true
                        from spanned s
                             left join read d on d.staff_id = s.staff_id
                             left join away a on a.staff_id = s.staff_id) l
                     join payable p on p.staff_id = l.staff_id
                     join place on place.id = p.institution_id
                     left join leave_type r on r.regime = place.regime and r.code = l.type and r.during @> :month
               where not l.free or r.holidays_count
               group by p.institution_id, p.staff_id, p.sessions, l.type, r.pay),
            leave as (
              select l.institution_id, l.staff_id, jsonb_object_agg(l.type, l.sessions) as kinds, bit_or(l.sessions) as sessions,
                     bit_or(l.sessions) filter (where l.pay = 'HALF') as half,
                     bit_or(l.sessions) filter (where l.pay = 'NONE') as none
                from on_leave l
               where l.sessions <> 0
               group by l.institution_id, l.staff_id),
            taken_from as (
              select t.staff_id, bit_or(t.session) as sessions, bit_or(t.session) filter (where t.pay = 'HALF') as half,
                     bit_or(t.session) filter (where t.pay = 'NONE') as none
                from (select c.staff_id, c.pay, 1::bigint << (2 * (c.day - :month) + c.session) as session
                        from payroll_charge c
                             join payroll_proposal p on p.id = c.proposal_id and p.kind <> 'LATENESS'
                       where c.day >= :month and c.day < :after and c.account is not null
                         and c.staff_id %2$s
                         and not exists (select from payroll_charge later where later.supersedes = c.entry_no)
                      union all
                      select * from unnest(:plannedStaff::bigint[], :plannedPay::text[], :plannedSession::bigint[])) as t (staff_id, pay, session)
               group by t.staff_id),
            waived as (
              select w.staff_id, bit_or(w.sessions) as sessions
                from (select p.staff_id, (p.forenoon::int + 2 * p.afternoon::int)::bigint << (2 * (p.day - :month)) as sessions
                        from payroll_proposal p
                             join payroll_decision d on d.proposal_id = p.id and d.decision = 'WAIVE'
                                  and not exists (select from payroll_decision later where later.supersedes = d.entry_no)
                       where p.day >= :month and p.day < :after and p.kind <> 'LATENESS'
                         and p.staff_id %2$s
                      union all
                      -- struck from the list of the absent (BR-17)
                      select k.staff_id, k.sessions::bigint << (2 * (k.day - :month))
                        from payroll_strike k
                       where k.day >= :month and k.day < :after and k.struck and k.staff_id %2$s
                         and not exists (select from payroll_strike later where later.supersedes = k.entry_no)) w
               group by w.staff_id),
            certified as (
              select c.staff_id, c.institution_id, c.absent, month_sessions(:month, daterange(:month, c.through, '[]')) as covered
                from payroll_certificate c
               where c.month = :month and c.staff_id %2$s
                 and not exists (select from payroll_certificate later where later.supersedes = c.entry_no)),
            said as (
              select p.institution_id, p.staff_id, p.sessions as payable, p.suspended & p.sessions as suspended,
                     coalesce(d.present, 0) & p.sessions as present, coalesce(d.tour, 0) & p.sessions as tour,
                     coalesce(d.duty, 0) & p.sessions as duty, coalesce(d.technical, 0) & p.sessions as technical,
                     coalesce(d.doubtful, 0) & p.sessions as doubtful, coalesce(d.unmarked, 0) & p.sessions as unmarked,
                     (coalesce(d.absent, 0) | (coalesce(c.absent, 0) & o.sessions)) & p.sessions as absent,
                     o.sessions & p.sessions as off_portal,
                     o.sessions & p.sessions & ~coalesce(c.covered, 0) as uncertified,
                     coalesce(d.late, 0) & p.sessions as late, coalesce(l.kinds, '{}') as leave,
                     coalesce(l.half, 0) as leave_half, coalesce(l.none, 0) as leave_none,
                     coalesce(a.sessions, 0) as asked, coalesce(q.sessions, 0) & p.sessions as in_question,
                     coalesce(w.sessions, 0) as waived, coalesce(t.sessions, 0) as taken,
                     coalesce(t.half, 0) as taken_half, coalesce(t.none, 0) as taken_none
                from payable p
                     left join read d on d.staff_id = p.staff_id
                     left join leave l on l.staff_id = p.staff_id and l.institution_id = p.institution_id
                     left join asked a on a.staff_id = p.staff_id
                     left join in_question q on q.staff_id = p.staff_id
                     left join taken_from t on t.staff_id = p.staff_id
                     left join waived w on w.staff_id = p.staff_id
                     left join certified c on c.staff_id = p.staff_id and c.institution_id = p.institution_id
                     left join away on away.staff_id = p.staff_id
                     cross join lateral (select coalesce(away.sessions, 0) & ~coalesce(l.sessions, 0) as sessions) o),
            -- C16: who is absent pays once it is settled from what; who is unmarked is held until the head decides, and paid where the
            -- head waives it; what somebody else is to decide is paid
            paid as (
              select s.*, (s.unmarked & ~s.asked & ~s.in_question & ~s.taken & ~s.waived) | s.uncertified as held,
                     s.leave_none | (s.taken_none & (s.absent | s.unmarked)) as no_pay,
                     s.leave_half | (s.taken_half & (s.absent | s.unmarked)) as half_pay
                from said s),
            line as (
              select s.institution_id, s.staff_id, s.payable,
                     s.payable & ~(s.held | s.no_pay | s.half_pay) as full_pay, s.half_pay, s.no_pay, s.held, s.present, s.tour,
                     s.duty, s.technical, s.doubtful, s.unmarked, s.absent, s.off_portal, s.leave, s.late,
                     s.technical | s.doubtful | (s.unmarked & s.asked & ~s.taken) | (s.in_question & ~s.taken & ~s.held)
                       | (s.absent & ~s.taken & ~s.waived) as open,
                     s.payable & ~:read as provisional, s.suspended
                from paid s)
            """;

    /** Of few people their rows are looked up, all in one walk through the index; of a state everybody's are read through. */
    private static final int MANY = 1_000;

    /** Whether anybody is posted in the month at the institution of a statement {@code s}. */
    static final String SOMEBODY =
            """
            exists (select from posting p
                     where p.institution_id = s.institution_id
                       and not isempty(p.during * daterange(s.month, (s.month + interval '1 month')::date)))
            """;

    /** Whether something is adjusted with it. */
    static final String ADJUSTED =
            """
            exists (select from payroll_statement t join payroll_adjustment a on a.statement_id = t.id
                     where t.institution_id = s.institution_id and a.open_month = s.month)
            """;

    /** Whether people were told there of what is neither taken nor waived, and no earlier month is to be sent that takes it. */
    static final String UNSETTLED =
            """
            (exists (select from payroll_proposal p
                      where p.institution_id = s.institution_id
                        and p.day >= (s.month - interval '3 months')::date and p.day < (s.month + interval '1 month')::date
                        and ${undecided}
                        and (p.kind = 'LATENESS' or certified_absent(p.staff_id, p.day, 0) or certified_absent(p.staff_id, p.day, 1)
                             or exists (select from attendance_day d
                                         where d.day = p.day and d.staff_id = p.staff_id
                                           and (d.forenoon in ('ABSENT', 'UNMARKED') or d.afternoon in ('ABSENT', 'UNMARKED')))))
             and not exists (select from payroll_statement o
                              where o.institution_id = s.institution_id and o.month < s.month and o.opens is not null
                                and o.state in ('OPEN', 'RETURNED')))
            """
                    .replace("${undecided}", ProposalTable.UNDECIDED);

    /** Whether there is anything to be sent with a statement {@code s}: else it has no case. */
    static final String ANYTHING = "(" + SOMEBODY + " or " + ADJUSTED + " or " + UNSETTLED + ")";

    private static final String FIGURES =
            Stream.of(Figure.values()).map(f -> "line." + f.column()).collect(Collectors.joining(", "));

    private static final TypeReference<TreeMap<String, Long>> KINDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    StatementTable(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * How an institution's month stands.
     *
     * @param compared what it was made of when it was last adjusted
     */
    public record Row(
            long id,
            long institutionId,
            YearMonth month,
            Route route,
            State state,
            int version,
            Optional<LocalDate> through,
            Optional<ContentHash> contentHash,
            Optional<java.time.Instant> sentAt,
            Optional<String> sentBy,
            boolean inStead,
            Optional<String> compared) {}

    /**
     * What the register gives for everybody posted at any of the institutions on a day of the month, by institution; read up to and
     * including {@code through}. In a transaction.
     *
     * @param planned those of other months change nothing
     */
    public Map<Long, List<Line>> lines(
            YearMonth month, Collection<Long> institutions, LocalDate through, Collection<Planned> planned) {
        forThisManyInstitutions(institutions.size());
        return of(lines("", institutions.size()), month, institutions, through, planned)
                .collect(Collectors.groupingBy(Of::institutionId, Collectors.mapping(Of::line, Collectors.toList())));
    }

    private record Of(long institutionId, Line line) {}

    private Stream<Of> of(
            String lines,
            YearMonth month,
            Collection<Long> institutions,
            LocalDate through,
            Collection<Planned> planned) {
        var sql = lines
                + """
                select line.institution_id, line.staff_id, s.employee_code, s.name, s.name_hi, s.designation, line.leave, %s
                  from line join staff s on s.id = line.staff_id
                 order by line.institution_id, s.name, s.employee_code
                """
                        .formatted(FIGURES);
        return bound(jdbc.sql(sql), month, institutions, through, planned)
                .query((row, n) -> new Of(row.getLong("institution_id"), line(row)))
                .list()
                .stream();
    }

    /**
     * The lines of so many institutions, as the relation {@code line} of a statement to be completed.
     *
     * @param whom a further condition on postings {@code p}; may be empty
     */
    static String lines(String whom, int institutions) {
        return lines(whom, institutions, "attendance_day", "day_entry", "off_portal_day");
    }

    /**
     * The same of another register.
     *
     * @param register read in the place of attendance_day, {@code entries} of day_entry, {@code offPortal} of off_portal_day
     */
    static String lines(String whom, int institutions, String register, String entries, String offPortal) {
        var people = institutions < MANY ? "= any (array(select staff_id from payable))" : "is not null";
        return LINES.formatted(whom, people, register, entries, offPortal);
    }

    /** A plan made for one institution would take a day for a state, and the other way round. */
    void forThisManyInstitutions(int institutions) {
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        if (institutions >= MANY) jdbc.sql("set local work_mem = '128MB'").update();
    }

    /** The day after the last that is read. */
    static LocalDate unread(YearMonth month, LocalDate through) {
        var after = month.plusMonths(1).atDay(1);
        return through.plusDays(1).isBefore(after) ? through.plusDays(1) : after;
    }

    static StatementSpec bound(
            StatementSpec sql,
            YearMonth month,
            Collection<Long> institutions,
            LocalDate through,
            Collection<Planned> planned) {
        var first = month.atDay(1);
        var after = month.plusMonths(1).atDay(1);
        // what is left of other months depletes the same leave, and is no session of this one
        var ofMonth = planned.stream()
                .filter(p -> YearMonth.from(p.day()).equals(month))
                .toList();
        var unread = unread(month, through);
        var read = unread.isAfter(first) ? (1L << (2 * (unread.toEpochDay() - first.toEpochDay()))) - 1 : 0;
        return sql.param("month", first)
                .param("after", after)
                .param("firstSession", (int) first.toEpochDay() * 2)
                .param("afterSession", (int) after.toEpochDay() * 2)
                .param("read", read)
                // one by one, for the key begins with the day
                .param(
                        "days",
                        first.datesUntil(unread.isAfter(first) ? unread : first)
                                .map(LocalDate::toString)
                                .toArray(String[]::new))
                .param("institutions", institutions.toArray(Long[]::new))
                .param("plannedStaff", ofMonth.stream().map(Planned::staffId).toArray(Long[]::new))
                .param("plannedPay", ofMonth.stream().map(p -> p.pay().name()).toArray(String[]::new))
                .param(
                        "plannedSession",
                        ofMonth.stream()
                                .map(p -> Sessions.of(p.day(), p.session()).bits())
                                .toArray(Long[]::new));
    }

    private Line line(ResultSet row) throws SQLException {
        var figures = new EnumMap<Figure, Sessions>(Figure.class);
        for (var figure : Figure.values()) figures.put(figure, new Sessions(row.getLong(figure.column())));
        var leave = new TreeMap<String, Sessions>();
        kinds(row.getString("leave")).forEach((type, bits) -> leave.put(type, new Sessions(bits)));
        return new Line(person(row), figures, leave);
    }

    /** Of a row with the columns of {@code staff}, the key as {@code staff_id}. */
    static Line.Person person(ResultSet row) throws SQLException {
        return new Line.Person(
                row.getLong("staff_id"),
                row.getString("employee_code"),
                row.getString("name"),
                Optional.ofNullable(row.getString("name_hi")),
                row.getString("designation"));
    }

    private Map<String, Long> kinds(String text) {
        try {
            return json.readValue(text, KINDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not kinds of leave: " + text, e);
        }
    }

    /** The lines of a version as they were sent. */
    public List<Line> sent(long statementId, int version) {
        return jdbc.sql(
                        """
                        select s.employee_code, s.name, s.name_hi, s.designation, line.*
                          from payroll_line line join staff s on s.id = line.staff_id
                         where line.statement_id = ? and line.version = ?
                         order by s.name, s.employee_code
                        """)
                .params(statementId, version)
                .query((row, n) -> line(row))
                .list();
    }

    public Optional<Row> find(long institutionId, YearMonth month) {
        return jdbc.sql("select * from payroll_statement where institution_id = ? and month = ?")
                .params(institutionId, month.atDay(1))
                .query(StatementTable::row)
                .optional();
    }

    /** Where a person was posted in a month, in order. */
    public List<Long> postings(long staffId, YearMonth month) {
        return jdbc.sql(
                        """
                        select institution_id from posting where staff_id = ? and during && daterange(?, ?)
                         group by institution_id order by min(lower(during))
                        """)
                .params(staffId, month.atDay(1), month.plusMonths(1).atDay(1))
                .query(Long.class)
                .list();
    }

    /**
     * Everybody's month that is not there yet, with the route that holds on its first day.
     *
     * @return how many were made
     */
    public int prepare(YearMonth month) {
        jdbc.sql("set local enable_nestloop = off").update();
        return jdbc.sql(
                        """
                        insert into payroll_statement (institution_id, month, route)
                        select i.id, :month, s.value
                          from institution i
                               join settings_in_force(:month) s on s.institution_id = i.id and s.name = 'payRoute'
                         where i.participates
                         order by i.id
                            on conflict (institution_id, month) do nothing
                        """)
                .param("month", month.atDay(1))
                .update();
    }

    static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getLong("institution_id"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                Route.valueOf(row.getString("route")),
                State.valueOf(row.getString("state")),
                row.getInt("version"),
                Optional.ofNullable(row.getObject("through", LocalDate.class)),
                Optional.ofNullable(row.getBytes("content_hash")).map(ContentHash::new),
                Optional.ofNullable(row.getTimestamp("sent_at")).map(java.sql.Timestamp::toInstant),
                Optional.ofNullable(row.getString("sent_by")),
                row.getBoolean("in_stead"),
                Optional.ofNullable(row.getString("compared")));
    }
}
