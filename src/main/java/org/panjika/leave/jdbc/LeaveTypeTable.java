package org.panjika.leave.jdbc;

import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.panjika.leave.Accounts;
import org.panjika.leave.LeaveType;
import org.panjika.leave.LeaveType.AccountKey;
import org.panjika.leave.LeaveYear;
import org.panjika.models.Recalled;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.organisation.rows.InstitutionRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The kinds of leave, and what a person's eligibility is judged by. */
@Repository
public class LeaveTypeTable {

    private static final String KNOWN =
            """
            with known as materialized (
              select s.id, s.gender as own_gender, %s,
                     coalesce(s.joined_on, (select min(lower(f.during)) from posting f where f.staff_id = s.id)) as joined,
                     exists (select from charge c where c.staff_id = s.id) as charged
                from staff s
                     left join posting p on p.staff_id = s.id and p.during @> :day
                     left join institution i on i.id = p.institution_id
               where s.id = :staff)
            select k.*, t.*, t.credit <> 'NONE' and (t.gender is null or t.gender = k.own_gender) is true as given
              from known k left join lateral leave_types(k.id, :day) t on true
             order by t.position
            """
                    .formatted(InstitutionRow.columns("i", "posting_"));

    private final JdbcClient jdbc;
    private final SettingsInForce settings;
    private final Recalled recalled;

    LeaveTypeTable(JdbcClient jdbc, SettingsInForce settings, Recalled recalled) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.recalled = recalled;
    }

    /** The kinds that a person's regime knows on a day, in the order of pages. */
    public List<LeaveType> of(long staffId, LocalDate day) {
        return person(staffId, day).types();
    }

    /** The kinds that the regime of an institution knows on a day, in the order of pages. */
    public List<LeaveType> at(long institutionId, LocalDate day) {
        return jdbc.sql(
                        """
                        select t.*, t.credit <> 'NONE' as given from leave_type t
                         where t.during @> :day
                           and t.regime = coalesce((
                             select s.value
                               from institution i
                                    cross join lateral unnest(i.path) with ordinality as ancestor (id, depth)
                                    join setting s on s.institution_id = ancestor.id and s.name = 'regime' and s.during @> :day
                              where i.id = :institution
                                and exists (select from leave_type known where known.regime = s.value)
                              order by ancestor.depth desc
                              limit 1), 'DEFAULT')
                         order by t.position
                        """)
                .param("day", day)
                .param("institution", institutionId)
                .query(LeaveTypeTable::read)
                .list();
    }

    /** A kind by its regime and code, as it was regulated on a day. */
    public Optional<LeaveType> find(String regime, String code, LocalDate day) {
        return recalled.once(List.of("type", regime, code, day), () -> jdbc.sql(
                        """
                        select t.*, t.credit <> 'NONE' as given from leave_type t
                         where t.regime = :regime and t.code = :code and t.during @> :day
                        """)
                .param("regime", regime)
                .param("code", code)
                .param("day", day)
                .query(LeaveTypeTable::read)
                .optional());
    }

    /** Hands over every row of every regime as texts, in the order of a list that is taken back. */
    public void each(int columns, Consumer<Object[]> use) {
        jdbc.sql(
                        """
                        select regime, code, lower(during), upper(during) - 1, position, name, name_hi, name_vi,
                               casual::text, account, weight, credit, leave_year, trim_scale(credited / 2.0),
                               trim_scale(credited_vacation / 2.0), lapses::text, trim_scale(cap / 2.0),
                               trim_scale(-floor / 2.0), longest, longest_running, holidays_count::text, by_half_days::text,
                               case when joins = '{}' then 'NONE' else array_to_string(joins, ' ') end,
                               joins_vacation::text, document_from, gender, service_days, spells_a_year, days_a_month,
                               together::text, array_to_string(after_accounts, ' '), pay, rule
                          from leave_type
                         order by regime, position, code, during
                        """)
                .query(row -> {
                    var cells = new Object[columns];
                    for (int i = 0; i < columns; i++) {
                        cells[i] = Optional.ofNullable(row.getString(i + 1)).orElse("");
                    }
                    use.accept(cells);
                });
    }

    /**
     * What is known of a person on a day.
     *
     * @param joined since when in service, which is the first posting where nothing else is said
     * @param charged whether anything has ever been in the person's charge
     * @param types the kinds that the person's regime knows
     */
    public record Person(
            Optional<String> gender,
            Optional<LocalDate> joined,
            Optional<Institution> posting,
            boolean charged,
            List<LeaveType> types) {}

    /** What balances the rules of people keep on days. */
    public Map<Accounts.Of, Accounts> accounts(Collection<Accounts.Of> wanted) {
        var regimes = new HashMap<Accounts.Of, String>();
        var keys = new HashMap<Accounts.Of, Map<String, AccountKey>>();
        jdbc.sql(
                        """
                        select w.staff_id, w.day, r.regime, t.account, t.lapses, t.leave_year
                          from unnest(:staff::bigint[], :days::date[]) as w (staff_id, day)
                               cross join lateral leave_regime(w.staff_id, w.day) as r (regime)
                               left join leave_type t on t.regime = r.regime and t.during @> w.day and t.account is not null
                         order by t.position
                        """)
                .param("staff", wanted.stream().map(Accounts.Of::staffId).toArray(Long[]::new))
                .param("days", wanted.stream().map(of -> of.day().toString()).toArray(String[]::new))
                .query(row -> {
                    var of = new Accounts.Of(row.getLong("staff_id"), row.getObject("day", LocalDate.class));
                    regimes.put(of, row.getString("regime"));
                    var kept = keys.computeIfAbsent(of, k -> new HashMap<>());
                    var account = row.getString("account");
                    if (account == null) return;
                    var year = LeaveYear.valueOf(row.getString("leave_year"));
                    kept.putIfAbsent(
                            account, AccountKey.of(of.staffId(), account, row.getBoolean("lapses"), year, of.day()));
                });
        return regimes.keySet().stream().collect(toMap(of -> of, of -> new Accounts(regimes.get(of), keys.get(of))));
    }

    public Person person(long staffId, LocalDate day) {
        return recalled.once(List.of("known", staffId, day), () -> readPerson(staffId, day));
    }

    private Person readPerson(long staffId, LocalDate day) {
        return jdbc.sql(KNOWN).param("staff", staffId).param("day", day).query(rows -> {
            rows.next();
            var gender = Optional.ofNullable(rows.getString("own_gender"));
            var joined = Optional.ofNullable(rows.getObject("joined", LocalDate.class));
            var posting = rows.getObject("posting_id") == null
                    ? Optional.<Institution>empty()
                    : Optional.of(InstitutionRow.read(rows, "posting_"));
            var charged = rows.getBoolean("charged");
            var types = new ArrayList<LeaveType>();
            do {
                if (rows.getString("code") != null) types.add(read(rows, 0));
            } while (rows.next());
            return new Person(gender, joined, posting, charged, List.copyOf(types));
        });
    }

    /** A setting in force at an institution on a day (C1). */
    public String setting(Institution institution, Setting setting, LocalDate day) {
        return recalled.once(List.of("settings", institution.id(), day), () -> settings.at(institution, day))
                .get(setting);
    }

    /** A setting that is a number. */
    public int figure(Institution institution, Setting setting, LocalDate day) {
        return Integer.parseInt(setting(institution, setting, day));
    }

    private static LeaveType read(ResultSet row, int number) throws SQLException {
        return new LeaveType(
                row.getString("regime"),
                row.getString("code"),
                new LeaveType.Names(row.getString("name"), row.getString("name_hi"), row.getString("name_vi")),
                row.getBoolean("casual"),
                Optional.ofNullable(row.getString("account")),
                row.getBoolean("given"),
                row.getInt("weight"),
                LeaveYear.valueOf(row.getString("leave_year")),
                row.getBoolean("lapses"),
                row.getInt("floor"),
                figure(row, "longest"),
                figure(row, "longest_running"),
                row.getBoolean("holidays_count"),
                row.getBoolean("by_half_days"),
                Optional.ofNullable(row.getArray("joins")).isEmpty()
                        ? Optional.empty()
                        : Optional.of(List.of((String[]) row.getArray("joins").getArray())),
                row.getBoolean("joins_vacation"),
                figure(row, "document_from"),
                Optional.ofNullable(row.getString("gender")),
                row.getInt("service_days"),
                figure(row, "spells_a_year"),
                figure(row, "days_a_month"),
                row.getBoolean("together"),
                List.of((String[]) row.getArray("after_accounts").getArray()));
    }

    private static OptionalInt figure(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, Integer.class);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
