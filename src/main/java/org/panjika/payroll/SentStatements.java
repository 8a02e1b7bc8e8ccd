package org.panjika.payroll;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import org.panjika.attendance.SentMonths;
import org.panjika.payroll.jdbc.SendingTable;
import org.springframework.stereotype.Component;

/** Whose days stand as read in a statement that has been sent (C17); a returned one opens for the lines named only. */
@Component
class SentStatements implements SentMonths {

    private final SendingTable table;

    SentStatements(SendingTable table) {
        this.table = table;
    }

    @Override
    public Set<Long> among(Collection<Long> staff, LocalDate day) {
        return table.sentOf(staff, day);
    }
}
