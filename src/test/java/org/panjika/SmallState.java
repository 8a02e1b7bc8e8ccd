package org.panjika;

import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * A district of a test's own: two blocks with one secondary school each. Each office and school has a head, the schools a
 * teacher; all log in with {@link #PASSWORD}. Codes are unique, so that any number of tests have their own.
 */
public final class SmallState {

    public static final String PASSWORD = "the mango tree";

    private static String hash;

    public final String district;
    public final Place block;
    public final Place otherBlock;
    public final Place school;
    public final Place otherSchool;
    /** Login of an administrator who is not staff. */
    public final String administrator;

    private final JdbcClient jdbc;
    private final LocalDate since;
    private final String mark = String.valueOf(ThreadLocalRandom.current().nextLong(100_000_000, 999_999_999));

    /** A school or an office with its people's logins. */
    public record Place(String code, String head, String teacher, String colleague) {}

    public SmallState(JdbcClient jdbc, PasswordEncoder encoder, Clock clock) {
        this.jdbc = jdbc;
        this.since = LocalDate.now(clock).minusYears(1);
        hashOnce(encoder);
        this.district = institution("CDEO" + mark, "CDEO", null, null);
        this.block = office("1");
        this.otherBlock = office("2");
        this.school = school("1", block);
        this.otherSchool = school("2", otherBlock);
        this.administrator = "admin" + mark;
        login(administrator, null, true);
        jdbc.sql("select refresh_institution_paths(?)")
                .param(LocalDate.now(clock))
                .query(Integer.class)
                .single();
    }

    /** Another member of staff posted at a place, with a login; answers the employee code. */
    public String staff(String code, String name) {
        var employee = "T" + mark + name;
        jdbc.sql(
                        """
                        insert into staff (employee_code, name, designation, cadre)
                        values (?, ?, 'Teacher', 'VACATION')
                        """)
                .params(employee, name)
                .update();
        jdbc.sql(
                        """
                        insert into posting (staff_id, institution_id, during)
                        select s.id, i.id, daterange(?, null) from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(since, employee, code)
                .update();
        login(employee, employee, false);
        return employee;
    }

    /** Gives somebody a charge from a year ago on. */
    public void charge(String employee, String kind, String code) {
        jdbc.sql(
                        """
                        insert into charge (staff_id, kind, institution_id, during, basis)
                        select s.id, ?, i.id, daterange(?, null), 'SUBSTANTIVE'
                          from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(kind, since, employee, code)
                .update();
    }

    private Place office(String number) {
        var code = institution("CBEO" + mark + number, "CBEO", null, district);
        return withPeople(code, "Office" + number);
    }

    private Place school(String number, Place block) {
        var code = institution(mark + number, "SCHOOL", "SECONDARY", block.code());
        return withPeople(code, "School" + number);
    }

    private Place withPeople(String code, String name) {
        var head = staff(code, name + "Head");
        charge(head, "HEAD", code);
        return new Place(code, head, staff(code, name + "Teacher"), staff(code, name + "Colleague"));
    }

    private String institution(String code, String kind, String category, String parent) {
        jdbc.sql("insert into institution (code, kind, category, name) values (?, ?, ?, ?)")
                .params(code, kind, category, kind + " " + code)
                .update();
        if (parent != null) {
            jdbc.sql(
                            """
                            insert into institution_parent (institution_id, parent_id, during)
                            select c.id, p.id, daterange(?, null) from institution c, institution p where c.code = ? and p.code = ?
                            """)
                    .params(since, code, parent)
                    .update();
        }
        return code;
    }

    private void login(String login, String employee, boolean administrator) {
        jdbc.sql(
                        """
                        insert into login (login, staff_id, administrator, password_hash)
                        values (?, (select id from staff where employee_code = ?), ?, ?)
                        """)
                .params(login, employee, administrator, hash)
                .update();
    }

    private static synchronized void hashOnce(PasswordEncoder encoder) {
        if (hash == null) hash = encoder.encode(PASSWORD);
    }
}
