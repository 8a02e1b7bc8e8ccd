package org.panjika.correction;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.DayCount;
import org.panjika.attendance.DaySheet;
import org.panjika.correction.Ladder.Skipped;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.organisation.Institution;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The days of a month for who asks for corrections: what each is like, and who could correct it today (C12). */
@Service
public class CorrectionMonths {

    private final Corrections corrections;
    private final CorrectionRequests requests;
    private final CorrectionTable table;
    private final Authorities authorities;
    private final CorrectionEffect effect;
    private final Clock clock;

    CorrectionMonths(
            Corrections corrections,
            CorrectionRequests requests,
            CorrectionTable table,
            Authorities authorities,
            CorrectionEffect effect,
            Clock clock) {
        this.corrections = corrections;
        this.requests = requests;
        this.table = table;
        this.authorities = authorities;
        this.effect = effect;
        this.clock = clock;
    }

    /** What a day is like. */
    public enum Look {
        /** It has not come, or nothing is known of it. */
        BLANK,
        HOLIDAY,
        /** Still open for entry in the roll. */
        OPEN,
        /** A request for it has not ended. */
        ASKED,
        COMPLETE,
        INCOMPLETE
    }

    /**
     * One day.
     *
     * @param count empty: the day was never opened there
     * @param request the open one
     * @param authority who could correct it today; empty for a day that cannot be corrected, or has an open request
     */
    public record Day(
            LocalDate day, Look look, Optional<DayCount> count, Optional<UUID> request, Optional<String> authority) {

        /** Whether a request can be made or joined. */
        public boolean correctable() {
            return look == Look.ASKED || authority.isPresent();
        }
    }

    /**
     * A month of an institution, every day of it.
     *
     * @param inStead whether the caller would ask for it on its written request
     */
    public record Month(Institution institution, YearMonth month, boolean inStead, List<Day> days) {}

    /**
     * A month of an institution for which the caller may ask.
     *
     * @throws Refused {@code not-found}, {@code not-allowed}; {@code ladder-not-used}
     */
    @Transactional
    public Month of(Caller caller, String institutionCode, YearMonth month) {
        var institution = asked(caller, institutionCode);
        var ladder = requests.ladderUsed(
                institution,
                month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList());
        if (ladder.isEmpty()) throw new Refused(CorrectionProblem.LADDER_NOT_USED);
        var standing = authorities.of(institution);
        var counts =
                effect.month(institution, month).stream().collect(Collectors.toMap(DayCount::day, Function.identity()));
        var open = table.open(institution.id(), month);
        var now = clock.instant();
        var looks = new TreeMap<LocalDate, Look>();
        for (var day : month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList()) {
            looks.put(day, open.containsKey(day) ? Look.ASKED : look(Optional.ofNullable(counts.get(day)), now));
        }
        var closed = looks.keySet().stream()
                .filter(day -> looks.get(day) == Look.COMPLETE || looks.get(day) == Look.INCOMPLETE)
                .filter(ladder::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        var correct = authorities.whoCorrects(standing, closed, requests.concerned(caller, institution));
        var days = looks.keySet().stream()
                .map(day -> new Day(
                        day,
                        looks.get(day),
                        Optional.ofNullable(counts.get(day)),
                        Optional.ofNullable(open.get(day)),
                        Optional.ofNullable(correct.get(day))
                                .map(answer -> answer.decides().authority())))
                .toList();
        return new Month(institution, month, !requests.speaksFor(caller, institution), days);
    }

    private static Look look(Optional<DayCount> count, Instant now) {
        if (count.isEmpty()) return Look.BLANK;
        if (count.get().expected() == 0) return count.get().working() ? Look.BLANK : Look.HOLIDAY;
        if (now.isBefore(count.get().closes())) return Look.OPEN;
        return count.get().unmarked() > 0 ? Look.INCOMPLETE : Look.COMPLETE;
    }

    /** Who will decide what the caller would ask for a day now, until the end of which day, and why nobody below. */
    public record Outlook(String authority, Optional<LocalDate> lastDay, List<Skipped> skipped) {}

    /** The outlook of a request for a day, as far as it can be told before anybody is named. */
    @Transactional
    public Outlook outlook(Caller caller, Institution institution, LocalDate day) {
        var answer = authorities.whoCorrects(authorities.of(institution), day, requests.concerned(caller, institution));
        return new Outlook(answer.decides().authority(), answer.decides().lastDay(), answer.skipped());
    }

    /**
     * The register of a day for which the caller may ask.
     *
     * @throws Refused as {@link #of}, and as {@link CorrectionRequests#request} for the day
     */
    @Transactional
    public DaySheet sheet(Caller caller, String institutionCode, LocalDate day) {
        var institution = asked(caller, institutionCode);
        if (!requests.ladderUsed(institution, day)) throw new Refused(CorrectionProblem.LADDER_NOT_USED);
        return requests.closedSheet(institution, day);
    }

    private Institution asked(Caller caller, String institutionCode) {
        var institution = corrections.visible(caller, institutionCode);
        if (!requests.mayAsk(caller, institution)) throw caller.refused(institution);
        return institution;
    }
}
