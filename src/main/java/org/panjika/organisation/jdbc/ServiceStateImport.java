package org.panjika.organisation.jdbc;

import java.util.List;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of service states against those known: judged and written by sets. */
@Repository
public class ServiceStateImport {

    public static final String LIST = "service_state_list";

    private final Succession states;

    ServiceStateImport(JdbcClient jdbc) {
        this.states = new Succession(
                jdbc,
                "service_state",
                """
                select r.line, s.id as staff_id, r.state, r.from_day::date as from_day, r.to_day::date as to_day
                  from service_state_list r join staff s on s.employee_code = r.employee_code
                 where not r.rejected
                """,
                "x.staff_id",
                List.of("staff_id", "state"));
    }

    public void judge(Staged rows) {
        DatedLists.judge(rows);
        states.judge(rows, "overlaps-service-state");
    }

    public Counts write() {
        return states.write();
    }
}
