package org.panjika.engine;

import java.util.concurrent.ThreadLocalRandom;
import org.camunda.bpm.engine.RepositoryService;
import org.panjika.access.Callers;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An office of the tests' own with somebody at its head, who has a login. */
record Office(String code, String group, String head) {

    static final String PASSWORD = "right";

    /** Brings the model by which the head of an office decides something. */
    static void deployDecision(RepositoryService repository) {
        repository
                .createDeployment()
                .name("test-decision")
                .addClasspathResource("models/test-decision.bpmn")
                .addClasspathResource("models/test-decision.form")
                .enableDuplicateFiltering(false)
                .deploy();
    }

    static Office create(JdbcClient jdbc) {
        var area = "9" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
        var code = "CBEO" + area;
        jdbc.sql("insert into institution (code, kind, name) values (?, 'CBEO', ?)")
                .params(code, "Block office " + area)
                .update();
        jdbc.sql("update institution set path = array[id] where code = ?")
                .param(code)
                .update();
        var head = person(jdbc, "H" + area);
        appoint(jdbc, head, code, true);
        return new Office(code, "CBEO_" + area, head);
    }

    static String person(JdbcClient jdbc, String login) {
        jdbc.sql("insert into staff (employee_code, name, designation, cadre) values (?, ?, 'Officer', 'NON_VACATION')")
                .params(login, "Officer " + login)
                .update();
        jdbc.sql("insert into login (login, staff_id, password_hash) select employee_code, id, ? from staff"
                        + " where employee_code = ?")
                .params("{noop}" + PASSWORD, login)
                .update();
        return login;
    }

    static String administrator(JdbcClient jdbc) {
        var login = "A" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
        jdbc.sql("insert into login (login, administrator, password_hash) values (?, true, ?)")
                .params(login, "{noop}" + PASSWORD)
                .update();
        return login;
    }

    static void appoint(JdbcClient jdbc, String person, String code, boolean mayAct) {
        jdbc.sql(
                        """
                        insert into charge (staff_id, kind, institution_id, during, basis, may_act)
                        select s.id, 'HEAD', i.id, daterange('2020-01-02', null), 'SUBSTANTIVE', ?
                          from staff s, institution i where s.employee_code = ? and i.code = ?
                        """)
                .params(mayAct, person, code)
                .update();
    }

    /** The head leaves, the other takes over. */
    void handOver(String successor, JdbcClient jdbc, Callers callers) {
        jdbc.sql(
                        """
                        update charge set during = daterange('2020-01-01', '2020-01-02')
                         where staff_id = (select id from staff where employee_code = ?)
                        """)
                .param(head)
                .update();
        appoint(jdbc, successor, code, true);
        callers.forgetAll();
    }
}
