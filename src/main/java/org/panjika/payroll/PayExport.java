package org.panjika.payroll;

import java.time.YearMonth;
import java.util.List;
import java.util.function.Consumer;
import org.panjika.organisation.Institution;
import org.panjika.payroll.jdbc.MonitorTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The lines of sent statements for a state's pay system. Columns keep their name, order and meaning; new ones come at the end. */
@Service
public class PayExport {

    /** As src/docs/pay-export.md explains them. */
    public static final List<String> COLUMNS = List.of(
            "month",
            "institution",
            "route",
            "state",
            "version",
            "content_hash",
            "employee_code",
            "name",
            "designation",
            "payable",
            "full_pay",
            "half_pay",
            "no_pay",
            "held",
            "leave",
            "drawal",
            "bill",
            "drawn_on",
            "drawal_reason");

    private final MonitorTable table;

    PayExport(MonitorTable table) {
        this.table = table;
    }

    /**
     * Gives each line of the newest versions at and below an office, by institution and employee code; of any number. Its cells
     * are texts, whole numbers and days; a text is empty where there is nothing to say.
     */
    @Transactional(readOnly = true)
    public void lines(Institution office, YearMonth month, Consumer<List<Object>> row) {
        table.lines(office, month, row);
    }
}
