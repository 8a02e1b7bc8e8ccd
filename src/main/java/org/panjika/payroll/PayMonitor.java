package org.panjika.payroll;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.jdbc.MonitorTable;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** How a month's pay stands over a state, by district and block down to the institution (RJ-14). */
@Service
public class PayMonitor {

    private static final int REASONS = 20;

    private final MonitorTable table;
    private final Institutions institutions;
    private final Clock clock;

    PayMonitor(MonitorTable table, Institutions institutions, Clock clock) {
        this.table = table;
        this.institutions = institutions;
        this.clock = clock;
    }

    /**
     * Statements and people below an office. Sent in time, sent late and not sent add up to institutions; drawn, partly, withheld and
     * those of whom nothing is known to the people of accepted statements.
     *
     * @param returned of those sent, how many are open again for named lines
     * @param inStead of those sent, how many the office above sent
     */
    public record Figures(
            int institutions,
            int inTime,
            int late,
            int inStead,
            int returned,
            int accepted,
            int people,
            int held,
            int payable,
            int drawn,
            int partly,
            int withheld) {

        @JsonProperty
        public int notSent() {
            return institutions - inTime - late;
        }

        @JsonProperty
        public int notKnown() {
            return payable - drawn - partly - withheld;
        }

        /** In whole per cent, rounded down: 100 only where it is all. */
        public int percent(int part, int of) {
            return of == 0 ? 0 : (int) (100L * part / of);
        }
    }

    /** @param own the office's own staff, not those below it */
    public record Row(Institution institution, boolean own, Figures figures) {}

    public record Page(Institution under, YearMonth month, Figures total, List<Row> rows) {}

    /** Why the pay of so many people is withheld, in a drawing officer's words. */
    public record Reason(String reason, int people) {}

    /**
     * A person whose pay is withheld.
     *
     * @param number of the drawing officer's word
     * @param institution code of the one in whose statement the person stands; {@code place} its name
     */
    public record Withheld(
            long number,
            String institution,
            String place,
            Optional<String> placeHi,
            Line.Person person,
            String reason) {

        /** The institution's name in the given language. */
        public String place(String language) {
            return language.equals("hi") ? placeHi.orElse(place) : place;
        }
    }

    /**
     * A month below an office.
     *
     * @param under code of an office at or below a seat held today; empty: the highest seat held
     * @throws Refused {@code not-allowed} to who holds no seat; {@code not-found} outside the seats held
     */
    public Page of(Caller caller, YearMonth month, Optional<String> under) {
        var office = office(caller, under);
        var rows = table.below(office, month, clock.getZone());
        return new Page(office, month, table.together(rows), rows);
    }

    /**
     * The {@value #REASONS} most frequent reasons for which pay of a month is withheld below an office, the most frequent first; refused as
     * the page.
     */
    public List<Reason> reasons(Caller caller, YearMonth month, Optional<String> under) {
        return table.reasons(office(caller, under), month, REASONS);
    }

    /**
     * Whose pay of a month is withheld below an office, by institution and employee code; refused as the page.
     *
     * @param reason of those only whose reason is this one, written in capitals or not
     * @param after number of the last one before them
     */
    public List<Withheld> withheld(
            Caller caller,
            YearMonth month,
            Optional<String> under,
            Optional<String> reason,
            Optional<Long> after,
            int most) {
        return table.withheld(office(caller, under), month, reason, after, most);
    }

    /** The office asked for, else the highest seat held. */
    public Institution office(Caller caller, Optional<String> under) {
        var seats = seats(caller);
        if (seats.isEmpty()) throw new Refused(CommonProblem.NOT_ALLOWED);
        return under.isEmpty()
                ? seats.get(0)
                : institutions
                        .find(under.get())
                        .filter(caller::supervises)
                        .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private List<Institution> seats(Caller caller) {
        var held = caller.charges().stream().map(Charge::institution).distinct().toList();
        if (held.isEmpty() && caller.administrator()) return institutions.roots();
        return held.stream()
                .filter(i -> held.stream().noneMatch(above -> above.id() != i.id() && i.isAtOrBelow(above)))
                .toList();
    }

    /** The way down from a seat held to an office, both included. */
    public List<Institution> way(Caller caller, Institution office) {
        var seats = seats(caller);
        return institutions.all(office.path()).stream()
                .filter(step -> seats.stream().anyMatch(step::isAtOrBelow))
                .toList();
    }
}
