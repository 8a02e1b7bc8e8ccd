package org.panjika.payroll;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.regex.Pattern;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.payroll.Statement.Route;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Component;

/** When an institution's month is read and sent: dated settings (C1, C16, BR-14, RJ-13, RJ-15). */
@Component
public class PayMonths {

    private static final Pattern WINDOW = Pattern.compile("(NEXT|SAME) (\\d{1,2})-(\\d{1,2})");

    private final SettingsInForce settings;
    private final Clock clock;

    PayMonths(SettingsInForce settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The days on which a month is sent, both included; holidays or not (C16). */
    public record Window(LocalDate from, LocalDate to) {}

    /** @throws IllegalStateException if the setting is not such as {@code NEXT 1-5} or {@code SAME 21-25} */
    public Window window(Institution institution, YearMonth month) {
        var setting = settings.at(institution, Setting.PAY_WINDOW, month.atDay(1));
        var said = WINDOW.matcher(setting);
        if (!said.matches()) throw new IllegalStateException("not a window: " + setting);
        var in = said.group(1).equals("NEXT") ? month.plusMonths(1) : month;
        return new Window(in.atDay(Integer.parseInt(said.group(2))), in.atDay(Integer.parseInt(said.group(3))));
    }

    /** How the institution's month goes to who draws the pay. */
    public Route route(Institution institution, YearMonth month) {
        return Route.valueOf(settings.at(institution, Setting.PAY_ROUTE, month.atDay(1)));
    }

    /** The last day that is read from the register if the statement is made now: yesterday, or the end of the month. */
    public LocalDate through(YearMonth month) {
        var yesterday = LocalDate.now(clock).minusDays(1);
        return yesterday.isBefore(month.atEndOfMonth()) ? yesterday : month.atEndOfMonth();
    }

    /** @throws Refused {@code pay-month-too-early}, and {@code pay-month-not-over} of a month that has not begun */
    void mustBeKept(Institution institution, YearMonth month) {
        var from = YearMonth.parse(settings.at(institution, Setting.PAY_FROM, month.atDay(1)));
        if (month.isBefore(from)) throw new Refused(PayrollProblem.PAY_MONTH_TOO_EARLY, Map.of("from", from));
        if (month.atDay(1).isAfter(LocalDate.now(clock)))
            throw new Refused(PayrollProblem.PAY_MONTH_NOT_OVER, Map.of("from", month.atDay(1)));
    }
}
