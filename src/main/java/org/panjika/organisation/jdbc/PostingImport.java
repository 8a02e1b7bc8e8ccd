package org.panjika.organisation.jdbc;

import java.util.List;
import org.panjika.lists.Counts;
import org.panjika.lists.Staged;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A list of postings against the postings: judged and written by sets. */
@Repository
public class PostingImport {

    public static final String LIST = "posting_list";

    private final Succession postings;

    PostingImport(JdbcClient jdbc) {
        this.postings = new Succession(
                jdbc,
                "posting",
                """
                select r.line, s.id as staff_id, i.id as institution_id, r.order_number,
                       r.from_day::date as from_day, r.to_day::date as to_day
                  from posting_list r
                       join staff s on s.employee_code = r.employee_code
                       join institution i on i.code = r.institution
                 where not r.rejected
                """,
                "x.staff_id",
                List.of("staff_id", "institution_id", "order_number"));
    }

    public void judge(Staged rows) {
        DatedLists.judge(rows);
        DatedLists.judgeInstitution(rows);
        postings.judge(rows, "overlaps-posting");
    }

    public Counts write() {
        return postings.write();
    }
}
