package org.panjika.payroll;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.panjika.organisation.Institution;
import org.panjika.storage.ContentHash;

/**
 * The month of an institution: everybody posted there, once for each day (C5). Unsent, it is what the register gives now; sent, it is
 * what was sent.
 *
 * @param through the last day read from the register; the days after it are provisional
 * @param sent empty while it is open
 */
public record Statement(
        Institution institution,
        YearMonth month,
        Route route,
        State state,
        LocalDate through,
        Optional<Sent> sent,
        List<Line> lines) {

    /** How it goes to who draws the pay (C16). */
    public enum Route {
        DDO_STATEMENT,
        NEGATIVE_LIST
    }

    /** How it stands. */
    public enum State {
        OPEN,
        SENT,
        /** Opened for the lines named. */
        RETURNED,
        ACCEPTED
    }

    /** @param inStead by the office above, in the head's stead */
    public record Sent(int version, ContentHash contentHash, Instant at, String by, boolean inStead) {}

    /** Half days of all lines. */
    public int total(Figure figure) {
        return lines.stream().mapToInt(l -> l.of(figure).count()).sum();
    }

    /** Half days of leave of all lines, by kind. */
    public SortedMap<String, Integer> leave() {
        var total = new TreeMap<String, Integer>(Comparator.naturalOrder());
        lines.forEach(l -> l.leave().forEach((type, s) -> total.merge(type, s.count(), Integer::sum)));
        return total;
    }

    public Optional<Line> line(String employeeCode) {
        return lines.stream()
                .filter(l -> l.person().employeeCode().equals(employeeCode))
                .findFirst();
    }
}
