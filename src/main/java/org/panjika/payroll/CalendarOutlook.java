package org.panjika.payroll;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.panjika.attendance.RegisterOutlook;
import org.panjika.calendar.CalendarChange;
import org.panjika.calendar.CalendarConsequences;
import org.panjika.lists.Effect;
import org.panjika.payroll.jdbc.CalendarOutlookTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a change of the calendar would do to the months' pay (C14, C17): of months that were sent the adjustments that would be posted for
 * it, of open months the sessions that would be paid otherwise; and that nobody is paid otherwise, where that is so.
 */
@Component
class CalendarOutlook implements CalendarConsequences {

    private final RegisterOutlook register;
    private final CalendarOutlookTable table;
    private final PayMonths months;
    private final Clock clock;

    CalendarOutlook(RegisterOutlook register, CalendarOutlookTable table, PayMonths months, Clock clock) {
        this.register = register;
        this.table = table;
        this.months = months;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Effect> of(CalendarChange change) {
        var effects = new ArrayList<Effect>();
        var leave = table.leave();
        if (leave.get("applications") > 0) effects.add(new Effect("leave", "", leave));
        var concerned = change.days().headSet(LocalDate.now(clock)).stream()
                .map(YearMonth::from)
                .collect(Collectors.toCollection(TreeSet::new));
        concerned.retainAll(table.kept(YearMonth.now(clock)));
        effects.addAll(pay(change, concerned));
        return effects;
    }

    private List<Effect> pay(CalendarChange change, Set<YearMonth> concerned) {
        var effects = new ArrayList<Effect>();
        if (!concerned.isEmpty()) {
            register.look(change);
            table.countLeaveAgain();
            concerned.forEach(month -> effects.addAll(table.effects(month, months.through(month))));
        }
        return effects.isEmpty() ? List.of(new Effect("pay-none", "", Map.of())) : effects;
    }
}
