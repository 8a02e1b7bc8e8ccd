package org.panjika.attendance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panjika.attendance.Punctuality.Day;
import org.panjika.attendance.Punctuality.Leniency;
import org.panjika.attendance.Punctuality.Verdict;
import org.panjika.attendance.jdbc.PunctualityTable;
import org.panjika.attendance.jdbc.PunctualityTable.Late;
import org.springframework.stereotype.Service;

/** What the late days of a month cost, as it stands now: for a person, or for everybody of an institution at once (BR-20). */
@Service
public class PunctualityMonths {

    private final PunctualityTable table;
    private final Limits limits;

    PunctualityMonths(PunctualityTable table, Limits limits) {
        this.table = table;
        this.limits = limits;
    }

    /** A person's days with late or early minutes, in order. */
    public List<Verdict> ofPerson(long staffId, YearMonth month) {
        return judge(table.ofPerson(staffId, month));
    }

    /** The same, as if the head had condoned a day. */
    List<Verdict> ofPersonIfCondoned(long staffId, LocalDate day) {
        var late = table.ofPerson(staffId, YearMonth.from(day)).stream()
                .map(l -> l.day().equals(day) ? l.with(Leniency.CONDONED) : l)
                .toList();
        return judge(late);
    }

    /** The same for everybody who was expected at an institution on any day of the month, by the key of the person. */
    public Map<Long, List<Verdict>> ofInstitution(long institutionId, YearMonth month) {
        return byPerson(table.ofInstitution(institutionId, month));
    }

    /** The same for some people, wherever they were expected. */
    public Map<Long, List<Verdict>> ofPeople(Collection<Long> staff, YearMonth month) {
        return byPerson(table.ofPeople(staff, month));
    }

    private Map<Long, List<Verdict>> byPerson(List<Late> found) {
        var byPerson = found.stream().collect(groupingBy(Late::staffId, mapping(l -> l, toList())));
        var verdicts = new HashMap<Long, List<Verdict>>();
        byPerson.forEach((staffId, late) -> verdicts.put(staffId, judge(late)));
        return verdicts;
    }

    /**
     * What a day needs to cost anything at all.
     *
     * @param regimes those under which there is a rule
     * @param minutes it needs more than so many minutes late
     * @param early whether leaving early may cost something too
     */
    public record Least(Set<String> regimes, int minutes, boolean early) {}

    /** Of some regimes; {@code DEFAULT} is the one of places that have none. */
    public Least least(Collection<String> regimes) {
        var ruled = regimes.stream()
                .distinct()
                .filter(r -> limits.punctuality(r).applies())
                .collect(toMap(r -> r, limits::punctuality));
        return new Least(
                ruled.keySet(),
                ruled.values().stream()
                        .mapToInt(PunctualityLimits::graceMinutes)
                        .min()
                        .orElse(0),
                ruled.values().stream().anyMatch(l -> !l.earlyOnlyFlagged()));
    }

    /** What a day of a person costs; nothing if there are no minutes to speak of. */
    public Optional<Verdict> ofDay(long staffId, LocalDate day) {
        return on(ofPerson(staffId, YearMonth.from(day)), day);
    }

    static Optional<Verdict> on(Collection<Verdict> verdicts, LocalDate day) {
        return verdicts.stream().filter(v -> v.day().day().equals(day)).findFirst();
    }

    private List<Verdict> judge(Collection<Late> late) {
        return Punctuality.judge(late.stream().collect(toMap(Late::day, l -> l, Late::and)).values().stream()
                .map(l -> new Day(
                        l.day(), l.lateMinutes(), l.earlyMinutes(), l.leniency(), limits.punctuality(l.regime())))
                .toList());
    }
}
