package org.panjika;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;

/**
 * A made-up state of any size, filled in by sets: one directorate, divisions, districts, blocks, clusters of ten schools.
 * Numbers count from 0; everything about a number can be computed, so that a client needs no list.
 *
 * @param schools every tenth is secondary and the nodal school of the nine that follow
 * @param staff of the schools, spread evenly; the first one of a school is its head
 * @param crowd members of staff who all work at the first {@link #CROWDED} schools
 */
public record MadeUpState(int divisions, int districts, int blocks, int schools, int staff, int crowd) {

    /** How many schools share the crowd. */
    public static final int CROWDED = 20;

    /** A state of 85,747 institutions and 450,000 people. */
    public static final MadeUpState WHOLE = new MadeUpState(9, 38, 534, 85_747 - 1 - 9 - 38 - 534, 430_000, 20_000);

    private static final String PLAN =
            """
            create temp table plan on commit drop as
            select 'DIRECTORATE' as code, 'DIRECTORATE' as kind, null as category, null as parent,
                   null::float8 as latitude, null::float8 as longitude, null::int as school
            union all
            select 'DIV' || lpad(n::text, 2, '0'), 'DIVISION', null, 'DIRECTORATE', null, null, null
              from generate_series(0, ${divisions} - 1) n
            union all
            select 'CDEO' || lpad(n::text, 2, '0'), 'CDEO', null, 'DIV' || lpad((n % ${divisions})::text, 2, '0'), null, null, null
              from generate_series(0, ${districts} - 1) n
            union all
            select 'CBEO' || lpad(n::text, 4, '0'), 'CBEO', null, 'CDEO' || lpad((n % ${districts})::text, 2, '0'), null, null, null
              from generate_series(0, ${blocks} - 1) n
            union all
            select '9' || lpad(n::text, 10, '0'), 'SCHOOL', case n % 10 when 0 then 'SECONDARY' else 'ELEMENTARY' end,
                   case n % 10 when 0 then 'CBEO' || lpad((n / 10 % ${blocks})::text, 4, '0') else '9' || lpad((n - n % 10)::text, 10, '0') end,
                   20 + n % 500 * 0.01, 75 + n / 500 * 0.01, n
              from generate_series(0, ${schools} - 1) n
            """;

    private static final String INSTITUTIONS =
            """
            insert into institution (code, kind, category, name, latitude, longitude, coordinate_quality)
            select code, kind, category, kind || ' ' || code, latitude, longitude,
                   case when latitude is not null then 'SURVEYED' end
              from plan order by code
            """;

    private static final String TREE =
            """
            insert into institution_parent (institution_id, parent_id, during)
            select i.id, p.id, '[2020-01-01,)'
              from plan join institution i on i.code = plan.code join institution p on p.code = plan.parent
            """;

    private static final String STAFF =
            """
            insert into staff (employee_code, name, designation, cadre)
            select '7' || lpad(n::text, 7, '0'), 'Teacher ' || n, 'Teacher', 'VACATION' from generate_series(0, ${people} - 1) n
            """;

    private static final String POSTINGS =
            """
            insert into posting (staff_id, institution_id, during)
            select s.id, i.id, '[2020-01-01,)'
              from generate_series(0, ${people} - 1) n
                   join staff s on s.employee_code = '7' || lpad(n::text, 7, '0')
                   join institution i
                     on i.code = '9' || lpad((case when n < ${staff} then n % ${schools} else n % ${crowded} end)::text, 10, '0')
            """;

    private static final String HEADS =
            """
            insert into charge (staff_id, kind, institution_id, during, basis)
            select s.id, 'HEAD', i.id, '[2020-01-01,)', 'SUBSTANTIVE'
              from generate_series(0, least(${schools}, ${staff}) - 1) n
                   join staff s on s.employee_code = '7' || lpad(n::text, 7, '0')
                   join institution i on i.code = '9' || lpad(n::text, 10, '0')
            """;

    private static final String OFFICERS =
            """
            with officer as (
              insert into staff (employee_code, name, designation, cadre)
              select 'HEAD-' || code, 'Head of ' || code, 'Officer', 'NON_VACATION' from plan where school is null
              returning id, employee_code),
            placed as (
              insert into posting (staff_id, institution_id, during)
              select o.id, i.id, '[2020-01-01,)' from officer o join institution i on 'HEAD-' || i.code = o.employee_code)
            insert into charge (staff_id, kind, institution_id, during, basis)
            select o.id, 'HEAD', i.id, '[2020-01-01,)', 'SUBSTANTIVE'
              from officer o join institution i on 'HEAD-' || i.code = o.employee_code
            """;

    private static final String LOGINS =
            """
            insert into login (login, staff_id, password_hash)
            select employee_code, id, '{noop}' from staff
            """;

    private static final String TOKENS =
            """
            insert into token (hash, login, expires_at)
            select sha256(convert_to(rpad('token-of-' || login, 43, '-'), 'UTF8')), login, current_timestamp + interval '12 hours'
              from login where staff_id is not null
            """;

    private static final String RULES =
            """
            insert into setting (institution_id, name, value, during)
            select i.id, s.name, s.value, '[2020-01-01,)'
              from institution i, (values ('regime', 'BR'), ('photo', 'OPTIONAL')) s (name, value) where i.code = 'DIRECTORATE';
            insert into calendar_timing (area_id, from_md, to_md, starts, ends)
            select id, 101, 1231, '00:00', '23:59' from institution where code = 'DIRECTORATE';
            insert into calendar_day (area_id, from_day, to_day, day_kind, name)
            select id, '${day}'::date - 40, '${day}'::date + 3, 'WORKING', 'Made up' from institution where code = 'DIRECTORATE';
            delete from workplace_change
            """;

    /** Fills an empty database; every day around {@code today} is a working day from 00:00 to 23:59. */
    public void fill(Connection owner, LocalDate today) throws SQLException {
        var figures = Map.of(
                "${divisions}", divisions,
                "${districts}", districts,
                "${blocks}", blocks,
                "${schools}", schools,
                "${staff}", staff,
                "${people}", people(),
                "${crowded}", CROWDED,
                "${day}", today);
        owner.setAutoCommit(false);
        try (var statement = owner.createStatement()) {
            for (var step : new String[] {
                PLAN,
                INSTITUTIONS,
                TREE,
                "analyze",
                STAFF,
                "analyze staff",
                POSTINGS,
                HEADS,
                OFFICERS,
                LOGINS,
                TOKENS,
                RULES
            }) {
                var sql = step;
                for (var figure : figures.entrySet()) {
                    sql = sql.replace(figure.getKey(), figure.getValue().toString());
                }
                statement.execute(sql);
            }
            statement.execute("select refresh_institution_paths('" + today + "')");
        }
        owner.commit();
        owner.setAutoCommit(true);
        try (var statement = owner.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    public int people() {
        return staff + crowd;
    }

    public static String employeeCode(int person) {
        return "7%07d".formatted(person);
    }

    public static String schoolCode(int school) {
        return "9%010d".formatted(school);
    }

    public int schoolOf(int person) {
        return person < staff ? person % schools : person % CROWDED;
    }

    public static double latitude(int school) {
        return 20 + school % 500 * 0.01;
    }

    public static double longitude(int school) {
        return 75 + school / 500 * 0.01;
    }

    /** The bearer token of a login. */
    public static String token(String login) {
        var token = new StringBuilder("token-of-").append(login);
        while (token.length() < 43) token.append('-');
        return token.toString();
    }
}
