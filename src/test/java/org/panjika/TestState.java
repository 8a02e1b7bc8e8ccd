package org.panjika;

import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Builds a little state of its own for a test: codes are never used twice, so tests do not meet. */
@TestComponent
public class TestState {

    /** Password of every login made here. */
    public static final String PASSWORD = "a test's own password";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Set<String> takingPart = ConcurrentHashMap.newKeySet();

    public TestState(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A directorate with one district office and one block office, run as a regime, working 9:30 to 16:00. */
    public Block block(String regime) {
        var n = "%04d".formatted(NUMBER.incrementAndGet());
        var directorate = institution("DIRECTORATET" + n, "DIRECTORATE", null);
        set(directorate, "regime", regime);
        jdbc.sql("insert into calendar_timing (area_id, from_md, to_md, starts, ends)"
                        + " select id, 101, 1231, '09:30', '16:00' from institution where code = ?")
                .param(directorate)
                .update();
        var district = institution("CDEO77" + n, "CDEO", directorate);
        var block = institution("CBEO77" + n + "01", "CBEO", district);
        return new Block(directorate, district, block);
    }

    /** The same on a day on which everybody works, whatever the week says; a mark there needs no photograph. */
    public Block blockAtWork(String regime, LocalDate day) {
        return blockAtWork(regime, day, 1);
    }

    /** The same on so many days. */
    public Block blockAtWork(String regime, LocalDate first, int days) {
        var block = block(regime);
        set(block.directorate(), "photo", "OPTIONAL");
        for (int i = 0; i < days; i++) workingDay(block.directorate(), first.plusDays(i));
        return block;
    }

    public record Block(String directorate, String district, String block) {}

    /** Another block office of a district. */
    public String blockUnder(String district) {
        return institution("CBEO78%04d01".formatted(NUMBER.incrementAndGet()), "CBEO", district);
    }

    /** Puts an institution under another one, as if it had always been there. */
    public void move(String institution, String parent) {
        jdbc.sql(
                        """
                        update institution_parent set parent_id = (select id from institution where code = ?)
                         where institution_id = (select id from institution where code = ?)
                        """)
                .params(parent, institution)
                .update();
        jdbc.sql("select refresh_institution_paths('2026-01-01')").query(rs -> {});
    }

    /** An office of a kind. */
    public String office(String kind, String parent) {
        return institution(kind.replace("_", "") + "79%04d".formatted(NUMBER.incrementAndGet()), kind, parent);
    }

    /** An office of a kind between two that were one under the other. */
    public String officeBetween(String kind, String lower, String upper) {
        var code = office(kind, upper);
        move(lower, code);
        return code;
    }

    /** A secondary school at 26.5° N, 84.5° E, surveyed. */
    public String school(String parent) {
        var code = institution("77%09d".formatted(NUMBER.incrementAndGet()), "SCHOOL", parent);
        jdbc.sql(
                        "update institution set latitude = 26.5, longitude = 84.5, coordinate_quality = 'SURVEYED' where code = ?")
                .param(code)
                .update();
        return code;
    }

    /** An elementary school at the same point, under its nodal school or a block. */
    public String elementarySchool(String parent) {
        var code = school(parent);
        jdbc.sql("update institution set category = 'ELEMENTARY' where code = ?")
                .param(code)
                .update();
        return code;
    }

    public void set(String institution, String name, String value) {
        jdbc.sql("insert into setting (institution_id, name, value, during)"
                        + " select id, ?, ?, '[2020-01-01,)' from institution where code = ?")
                .params(name, value, institution)
                .update();
    }

    /** A member of staff posted at an institution, with a login of the same name. */
    public String staff(String institution) {
        var code = "7%07d".formatted(NUMBER.incrementAndGet());
        jdbc.sql("insert into staff (employee_code, name, designation, cadre) values (?, ?, 'Teacher', 'VACATION')")
                .params(code, "Staff " + code)
                .update();
        jdbc.sql(
                        """
                        insert into posting (staff_id, institution_id, during)
                        select s.id, i.id, daterange(?, null) from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                        """)
                .params(LONG_AGO, code, institution)
                .update();
        jdbc.sql("insert into login (login, staff_id, password_hash)"
                        + " select employee_code, id, ? from staff where employee_code = ?")
                .params("{noop}" + PASSWORD, code)
                .update();
        return code;
    }

    /** The login of an administrator who is not staff. */
    public String administrator() {
        var login = "admin7%05d".formatted(NUMBER.incrementAndGet());
        jdbc.sql("insert into login (login, administrator, password_hash) values (?, true, ?)")
                .params(login, "{noop}" + PASSWORD)
                .update();
        return login;
    }

    /** A member of staff who holds a seat. */
    public String holder(String kind, String institution) {
        var code = staff(institution);
        charge(code, kind, institution);
        return code;
    }

    public void charge(String employeeCode, String kind, String institution) {
        charge(employeeCode, kind, institution, LONG_AGO);
    }

    private void charge(String employeeCode, String kind, String institution, LocalDate from) {
        jdbc.sql(
                        """
                        insert into charge (staff_id, kind, institution_id, during, basis, may_act)
                        select s.id, :kind, i.id, daterange(:from, null), 'SUBSTANTIVE', :kind not in ('CDO', 'DM')
                          from staff s, institution i
                         where s.employee_code = :holder and i.code = :institution
                        """)
                .param("kind", kind)
                .param("from", from)
                .param("holder", employeeCode)
                .param("institution", institution)
                .update();
    }

    /** Somebody who holds a seat leaves it, and a successor takes over. */
    public void handOver(String employeeCode, String successor, String kind, String institution) {
        jdbc.sql(
                        """
                        update charge c set during = daterange(lower(during), ?)
                          from staff s, institution i
                         where s.id = c.staff_id and i.id = c.institution_id
                           and s.employee_code = ? and c.kind = ? and i.code = ?
                        """)
                .params(LONG_AGO.plusDays(1), employeeCode, kind, institution)
                .update();
        charge(successor, kind, institution, LONG_AGO.plusDays(1));
    }

    /** Sends a member of staff to another institution. */
    public void depute(String employeeCode, String to) {
        depute(employeeCode, to, LONG_AGO);
    }

    /** The same from a day on. */
    public void depute(String employeeCode, String to, LocalDate from) {
        jdbc.sql(
                        """
                        insert into deputation (staff_id, institution_id, during)
                        select s.id, i.id, daterange(?, null) from staff s, institution i
                         where s.employee_code = ? and i.code = ?
                        """)
                .params(from, employeeCode, to)
                .update();
    }

    /** The same for one day. */
    public void deputeFor(String employeeCode, String to, LocalDate day) {
        depute(employeeCode, to, day);
        jdbc.sql(
                        """
                        update deputation set during = daterange(?, ?, '[]')
                         where lower(during) = ? and staff_id = (select id from staff where employee_code = ?)
                        """)
                .params(day, day, day, employeeCode)
                .update();
    }

    /** Sends a member of staff to an office that is not on the portal. */
    public void deputeOffPortal(String employeeCode, String place) {
        jdbc.sql("insert into deputation (staff_id, place, during)"
                        + " select id, ?, daterange(?, null) from staff where employee_code = ?")
                .params(place, LONG_AGO, employeeCode)
                .update();
    }

    /** What a person's day reads in the register: forenoon and afternoon, with a space between. */
    public String reads(String employeeCode, LocalDate day) {
        return register("forenoon || ' ' || afternoon", employeeCode, day);
    }

    public String forenoon(String employeeCode, LocalDate day) {
        return register("forenoon", employeeCode, day);
    }

    public String afternoon(String employeeCode, LocalDate day) {
        return register("afternoon", employeeCode, day);
    }

    public String flags(String employeeCode, LocalDate day) {
        return register("flags::text", employeeCode, day);
    }

    private String register(String columns, String employeeCode, LocalDate day) {
        return jdbc.sql("select " + columns + " from attendance_day d join staff s on s.id = d.staff_id"
                        + " where s.employee_code = ? and d.day = ?")
                .params(employeeCode, day)
                .query(String.class)
                .single();
    }

    /** A day that is a working day for the institution and everybody in it, whatever the week says. */
    public void workingDay(String area, LocalDate day) {
        day(area, day, "WORKING");
    }

    public void holiday(String area, LocalDate day) {
        day(area, day, "HOLIDAY");
    }

    private void day(String area, LocalDate day, String kind) {
        jdbc.sql(
                        """
                        insert into calendar_day (area_id, from_day, to_day, day_kind, name)
                        select id, ?, ?, ?, 'Made for a test' from institution where code = ?
                        """)
                .params(day, day, kind, area)
                .update();
    }

    /**
     * Before a class of tests the institutions that earlier classes made stop taking part: registers opened from now on are
     * opened without them, or each day would cost more than the one before.
     */
    static class OnlyOfThisClass implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext test) {
            if (test.getRequiredTestClass().getEnclosingClass() != null) return;
            SpringExtension.getApplicationContext(test).getBean(TestState.class).leaveOut();
        }
    }

    private void leaveOut() {
        jdbc.sql("update institution set participates = false where code = any (?)")
                .param(takingPart.toArray(String[]::new))
                .update();
        takingPart.clear();
    }

    private String institution(String code, String kind, String parent) {
        takingPart.add(code);
        // at once: a day that is being opened meanwhile must not take it for the top of a tree
        transaction.executeWithoutResult(status -> {
            jdbc.sql("insert into institution (code, kind, category, name) values (?, ?, ?, ?)")
                    .params(code, kind, kind.equals("SCHOOL") ? "SECONDARY" : null, kind + " " + code)
                    .update();
            if (parent != null) {
                jdbc.sql(
                                """
                                insert into institution_parent (institution_id, parent_id, during)
                                select i.id, p.id, daterange(?, null) from institution i, institution p
                                 where i.code = ? and p.code = ?
                                """)
                        .params(LONG_AGO, code, parent)
                        .update();
            }
            // by itself: to look at all institutions for each new one costs a run minutes
            jdbc.sql(
                            """
                            update institution i
                               set path = coalesce((select p.path from institution p where p.code = ?), '{}') || i.id
                             where i.code = ?
                            """)
                    .params(parent, code)
                    .update();
        });
        return code;
    }
}
