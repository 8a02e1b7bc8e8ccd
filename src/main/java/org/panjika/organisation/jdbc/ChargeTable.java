package org.panjika.organisation.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officer.InCharge;
import org.panjika.organisation.Officer.Person;
import org.panjika.organisation.Officer.Seat;
import org.panjika.organisation.Staff;
import org.panjika.organisation.rows.StaffRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class ChargeTable {

    /** The person in each row; the row of the place of work is the one without a charge. */
    private static final String PERSON =
            """
            with bound as (
              select * from seats_held(:staff, :day)
               union all
              select null, null, null, null, null, %s)
            select %s,
                   bound.*, i.*
              from staff s
                   left join (bound join institution i on i.id = bound.institution_id) on true
             where s.id = :staff
             order by charge_kind, code
            """
                    .formatted(InstitutionTable.PLACE_OF_WORK, StaffRow.columns("s", "person_"));

    /** Each person on the days named at one place, less those on which somebody officiates in the seat already. */
    private static final String OFFICIATE =
            """
            insert into charge (staff_id, kind, institution_id, during, basis)
            select named.staff_id, c.kind, c.institution_id, free.during, 'OFFICIATING'
              from charge c
                   cross join (%s) named (staff_id, days)
                   cross join lateral unnest(
                     named.days * datemultirange(c.during) - coalesce(
                       (select range_agg(o.during) from charge o
                         where o.kind = c.kind and o.institution_id = c.institution_id and o.basis = 'OFFICIATING'),
                       '{}')) free (during)
             where c.staff_id = :head and c.kind = 'HEAD' and c.institution_id = :place and c.basis <> 'OFFICIATING'
            """;

    private final JdbcClient jdbc;
    private final OfficeKindTable kinds;

    ChargeTable(JdbcClient jdbc, OfficeKindTable kinds) {
        this.jdbc = jdbc;
        this.kinds = kinds;
    }

    /** The seats held; who is away, for whom another officiates, or who is not in active service may read by them, not act (C3 to C5). */
    public List<Charge> heldBy(long staffId, LocalDate day) {
        return jdbc.sql(
                        "select held.*, i.* from seats_held(:staff, :day) held join institution i on i.id = held.institution_id"
                                + " order by charge_kind, code")
                .param("staff", staffId)
                .param("day", day)
                .query(ChargeTable::read)
                .list();
    }

    /** The person with the seats held, as above, and the place of work. */
    public Optional<Person> person(long staffId, LocalDate day) {
        record Row(Staff staff, Optional<Charge> charge, Optional<Institution> place) {}
        var rows = jdbc.sql(PERSON)
                .param("staff", staffId)
                .param("day", day)
                .query((row, n) -> {
                    var staff = StaffRow.read(row, "person_");
                    if (row.getString("code") == null) return new Row(staff, Optional.empty(), Optional.empty());
                    return row.getString("charge_kind") == null
                            ? new Row(staff, Optional.empty(), Optional.of(InstitutionTable.read(row, n)))
                            : new Row(staff, Optional.of(read(row, n)), Optional.empty());
                })
                .list();
        return rows.stream()
                .findFirst()
                .map(first -> new Person(
                        first.staff(),
                        rows.stream().flatMap(row -> row.charge().stream()).toList(),
                        rows.stream().flatMap(row -> row.place().stream()).findFirst()));
    }

    /** Those of some people who have charge of an institution on a day, also while another officiates. */
    public Set<Long> heads(Collection<Long> staffIds, long institutionId, LocalDate day) {
        return jdbc.sql(
                        """
                        select c.staff_id from charge c
                         where c.staff_id = any (:staff) and c.institution_id = :institution and c.kind = 'HEAD'
                           and c.during @> :day and c.basis <> 'OFFICIATING'
                        """)
                .param("staff", staffIds.toArray(Long[]::new))
                .param("institution", institutionId)
                .param("day", day)
                .query(Long.class)
                .set();
    }

    /** See {@link org.panjika.organisation.Officiating#seniorMost}. */
    public Optional<Long> seniorMost(long institutionId, long head, LocalDate from, LocalDate to) {
        return jdbc.sql("select senior_most(:place, :head, :from, :to)")
                .param("place", institutionId)
                .param("head", head)
                .param("from", from)
                .param("to", to)
                .query(Long.class)
                .optional();
    }

    /** See {@link org.panjika.organisation.Officiating#awayOnAny}. */
    public boolean awayOnAny(long staffId, Collection<LocalDate> days) {
        return jdbc.sql("select away_on_any(:staff, :days::date[])")
                .param("staff", staffId)
                .param("days", texts(days))
                .query(Boolean.class)
                .single();
    }

    /** Whoever else names somebody to officiate for the person waits until the transaction ends, and sees who does by then. */
    public void lock(long head) {
        jdbc.sql(
                        "select id from charge where staff_id = :head and kind = 'HEAD' and basis <> 'OFFICIATING' order by id for update")
                .param("head", head)
                .query(Long.class)
                .list();
    }

    /** On those of some days on which nobody does yet, in one charge for each row of them. */
    public void officiate(long head, long place, long other, Collection<LocalDate> days) {
        jdbc.sql(OFFICIATE.formatted(
                        "select :other::bigint, range_agg(daterange(d, d + 1)) from unnest(:days::date[]) d"))
                .param("head", head)
                .param("place", place)
                .param("other", other)
                .param("days", texts(days))
                .update();
    }

    /** Whom the orders and the leave in force name for a place, on those of some days on which nobody does, until exclusive. */
    public void officiateAgain(long head, long place, LocalDate from, LocalDate until) {
        jdbc.sql(OFFICIATE.formatted("select * from named_to_officiate(:head, :place, :from, :until::date - 1)"))
                .param("head", head)
                .param("place", place)
                .param("from", from)
                .param("until", until)
                .update();
    }

    private static String[] texts(Collection<LocalDate> days) {
        return days.stream().map(LocalDate::toString).toArray(String[]::new);
    }

    /**
     * Only of that place and of those days, until exclusive: another leave of the head has its own.
     *
     * @param other empty: whoever it is
     */
    public void endOfficiating(
            long head, long place, Optional<Long> other, LocalDate from, LocalDate until, LocalDate back) {
        var of =
                """
                 where (:other::bigint is null or o.staff_id = :other) and o.kind = 'HEAD' and o.institution_id = :place
                   and o.basis = 'OFFICIATING' and upper(o.during) > :back and o.during <@ daterange(:from, :until)
                   and exists (select from charge c
                                where c.staff_id = :head and c.kind = 'HEAD' and c.institution_id = o.institution_id
                                  and c.basis <> 'OFFICIATING' and c.during && o.during)
                """;
        for (var step : List.of(
                "delete from charge o" + of + " and lower(o.during) >= :back",
                "update charge o set during = daterange(lower(o.during), :back)" + of)) {
            jdbc.sql(step)
                    .param("head", head)
                    .param("place", place)
                    .param("other", other.orElse(null), Types.BIGINT)
                    .param("from", from)
                    .param("until", until)
                    .param("back", back)
                    .update();
        }
    }

    /** The group of the nearest office of a kind, or of the nearest place with a functional charge, at or above. */
    public Optional<String> nearest(String function, Institution institution) {
        return jdbc.sql(
                        """
                        select i.*
                          from institution i
                         where i.id = any (:path)
                           and (i.kind = :function or exists (
                                 select from charge c where c.institution_id = i.id and c.kind = :function))
                         order by array_length(i.path, 1) desc
                         limit 1
                        """)
                .param("path", institution.path().toArray(Long[]::new))
                .param("function", function)
                .query(InstitutionTable::read)
                .optional()
                .map(found -> Charge.group(
                        found.kind().name().equals(function) ? Charge.Kind.HEAD : Charge.Kind.valueOf(function),
                        found));
    }

    /** The nearest office of each function at or above an institution, and who acts for it; PEEO: that of the nodal school. */
    public List<Seat> seats(List<String> functions, Institution institution, LocalDate day) {
        return jdbc.sql(
                        """
                        select f.function, f.charge_kind, f.staff_id, f.away, i.*
                          from seats_towards(:functions::text[], :path::bigint[], :day::date) with ordinality
                                 as f (function, charge_kind, institution_id, staff_id, away, n)
                               join institution i on i.id = f.institution_id
                         order by f.n
                        """)
                .param("functions", functions.toArray(String[]::new))
                .param("path", institution.path().toArray(Long[]::new))
                .param("day", day)
                .query((row, n) -> new Seat(
                        row.getString("function"),
                        Charge.group(Charge.Kind.valueOf(row.getString("charge_kind")), InstitutionTable.read(row, n)),
                        Optional.ofNullable(row.getObject("staff_id", Long.class)),
                        row.getBoolean("away")))
                .list();
    }

    /** Who acts for the seat of an office's group: nobody or one. */
    public Optional<Staff> holder(String group, LocalDate day) {
        var function = function(group);
        if (function.isEmpty()) return Optional.empty();
        var area = group.substring(function.get().length() + 1);
        var code = function.get().replace("_", "") + area;
        return jdbc.sql(
                        """
                        select s.id, s.employee_code, s.name, s.name_hi, s.designation, s.cadre
                          from institution i
                               cross join lateral acting(:seat, i.id, :day) seat
                               join staff s on s.id = seat.staff_id
                         where i.code in (:area, :code)
                        """)
                .param("area", area)
                .param("code", code)
                .param("seat", isOfficeKind(function.get()) ? "HEAD" : function.get())
                .param("day", day)
                .query(StaffTable::read)
                .optional();
    }

    /** The same for several, by the key of the person; where nobody acts it is missing. */
    public Map<String, Long> holders(Collection<String> groups, LocalDate day) {
        return holders("acting", groups, day);
    }

    /** Who has the seats, also who is away; a vacant one is missing. */
    public Map<String, Long> seated(Collection<String> groups, LocalDate day) {
        return holders("seated", groups, day);
    }

    private Map<String, Long> holders(String how, Collection<String> groups, LocalDate day) {
        var known = groups.stream().filter(g -> function(g).isPresent()).toList();
        var functions = known.stream().map(g -> function(g).orElseThrow()).toList();
        var areas = IntStream.range(0, known.size())
                .mapToObj(i -> known.get(i).substring(functions.get(i).length() + 1))
                .toList();
        var found = new HashMap<String, Long>();
        jdbc.sql(
                        """
                        select n.office, seat.staff_id
                          from unnest(:groups::text[], :seats::text[], :areas::text[], :codes::text[])
                                 as n (office, seat, area, code)
                               join institution i on i.code in (n.area, n.code)
                               cross join lateral %s(n.seat, i.id, :day) seat
                        """
                                .formatted(how))
                .param("groups", known.toArray(String[]::new))
                .param(
                        "seats",
                        functions.stream()
                                .map(f -> isOfficeKind(f) ? "HEAD" : f)
                                .toArray(String[]::new))
                .param("areas", areas.toArray(String[]::new))
                .param(
                        "codes",
                        IntStream.range(0, known.size())
                                .mapToObj(i -> functions.get(i).replace("_", "") + areas.get(i))
                                .toArray(String[]::new))
                .param("day", day)
                .query(row -> {
                    found.put(row.getString("office"), row.getLong("staff_id"));
                });
        return found;
    }

    /** Who has charge of an institution, also while away: nobody or one. */
    public Optional<InCharge> inCharge(long institutionId, LocalDate day) {
        return jdbc.sql(
                        """
                        select {person}, {holder}, not exists (select from acting('HEAD', :institution, :day)) as away
                          from seated('HEAD', :institution, :day) seat
                               join staff s on s.id = seat.staff_id
                               left join charge c on c.institution_id = :institution and c.kind = 'HEAD' and c.during @> :day
                                                 and c.basis <> 'OFFICIATING' and c.staff_id <> s.id
                               left join staff h on h.id = c.staff_id
                        """
                                .replace("{person}", StaffRow.columns("s", "person_"))
                                .replace("{holder}", StaffRow.columns("h", "holder_")))
                .param("institution", institutionId)
                .param("day", day)
                .query((row, n) -> new InCharge(
                        StaffRow.read(row, "person_"),
                        row.getBoolean("away"),
                        row.getString("holder_employee_code") == null
                                ? Optional.empty()
                                : Optional.of(StaffRow.read(row, "holder_"))))
                .optional();
    }

    /** Who acts at the head of an institution: nobody or one. */
    public Optional<Staff> head(long institutionId, LocalDate day) {
        return jdbc.sql(
                        """
                        select s.id, s.employee_code, s.name, s.name_hi, s.designation, s.cadre
                          from acting('HEAD', :institution, :day) seat join staff s on s.id = seat.staff_id
                        """)
                .param("institution", institutionId)
                .param("day", day)
                .query(StaffTable::read)
                .optional();
    }

    private Optional<String> function(String group) {
        return kinds.functions().stream()
                .filter(f -> group.startsWith(f + "_"))
                .max(Comparator.comparingInt(String::length));
    }

    private boolean isOfficeKind(String function) {
        return kinds.find(function).isPresent();
    }

    private static Charge read(ResultSet row, int number) throws SQLException {
        return new Charge(
                Charge.Kind.valueOf(row.getString("charge_kind")),
                InstitutionTable.read(row, number),
                row.getLong("staff_id"),
                Charge.Basis.valueOf(row.getString("basis")),
                row.getBoolean("may_act"),
                row.getBoolean("away"));
    }
}
