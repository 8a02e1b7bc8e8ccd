package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.attendance.jdbc.MonitoringTable;
import org.panjika.attendance.jdbc.MonitoringTable.Missed;
import org.panjika.notices.Notice;
import org.panjika.notices.Notices;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The working day of the supervising offices: what stands at the entry deadline of their charge, and at the closing of the
 * charges of the offices below them (RJ-5, RJ-6, C10, C11).
 */
@Service
public class Monitoring {

    private static final int LONGEST_REMARK = 2000;

    private final MonitoringTable table;
    private final Notices notices;
    private final Clock clock;

    Monitoring(MonitoringTable table, Notices notices, Clock clock) {
        this.table = table;
        this.notices = notices;
        this.clock = clock;
    }

    /** A deadline of the day. CLOSING is judged for the charges of the offices below, whose lists come up here (C11). */
    public enum Deadline {
        ENTRY,
        CLOSING
    }

    /**
     * What was found at a deadline.
     *
     * @param due empty: nothing was due, or somebody else has recorded it
     */
    public record Found(Optional<Instant> due, int missed) {}

    /**
     * An institution on a list.
     *
     * @param office the supervising office
     * @param expected sessions begun by the deadline in which somebody was expected
     * @param who the people of whom something is missing now
     */
    public record Line(String office, String code, String institution, int expected, int recorded, String who) {}

    /**
     * The open days on which somebody is expected below an office that has not begun them, oldest first; none before the last one
     * begun, today aside.
     */
    public List<LocalDate> daysToBegin() {
        return table.daysToBegin(LocalDate.now(clock));
    }

    /**
     * Begins the day of every office below which somebody is expected, each once however often and wherever this is
     * called.
     *
     * @return codes of the offices begun by this call
     */
    @Transactional
    public List<String> begin(LocalDate day) {
        return table.begin(day, now());
    }

    /** The office's next deadline that has not been recorded; empty: none is left today. */
    public Optional<Instant> next(Deadline deadline, String office, LocalDate day) {
        return table.next(deadline, office, day);
    }

    /** When the last institution of the office's charge closes for hand entry (C10). */
    public Optional<Instant> lastClosing(String office, LocalDate day) {
        return table.lastClosing(office, day);
    }

    /**
     * Records who had missed the earliest deadline that has come, tells their heads at the entry deadline, and opens the
     * list. Everything that was acknowledged as recorded before closing is counted.
     */
    @Transactional
    public Found record(Deadline deadline, String office, LocalDate day) {
        var now = now();
        var due = next(deadline, office, day).filter(at -> !at.isAfter(now));
        if (due.isEmpty()) return new Found(due, 0);
        if (deadline == Deadline.CLOSING) table.awaitHandEntries(office, day, due.get());
        var missed = table.record(deadline, office, day, due.get(), now);
        if (deadline == Deadline.ENTRY && !missed.isEmpty()) {
            table.openChase(office, day, due.get());
            notices.tell(missed.stream().flatMap(m -> notice(m, day).stream()).toList());
        }
        return new Found(due, missed.size());
    }

    /** Records what stood at the deadlines of a day gone by whose facts came in as a whole; nobody is told or chased. */
    @Transactional
    public void recordPast(LocalDate day) {
        for (var office : table.offices(day)) {
            for (var deadline : Deadline.values()) {
                for (var due = next(deadline, office, day); due.isPresent(); due = next(deadline, office, day)) {
                    table.record(deadline, office, day, due.get(), due.get());
                }
            }
        }
    }

    private Optional<Notice> notice(Missed missed, LocalDate day) {
        return missed.head()
                .map(head -> new Notice(
                        head,
                        "entry-missed",
                        Map.of(
                                "school",
                                Map.of(
                                        "en",
                                        missed.name(),
                                        "hi",
                                        missed.nameHi().orElse(missed.name())),
                                "day",
                                day,
                                "due",
                                time(missed.due()),
                                "closes",
                                time(missed.closes()),
                                "expected",
                                missed.expected(),
                                "recorded",
                                missed.recorded()),
                        "/institutions/" + missed.code() + "/attendance/" + day));
    }

    private String time(Instant at) {
        return LocalTime.ofInstant(at, clock.getZone())
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    /** Who of the office's charge is still missing, worst first. */
    public List<Line> missing(String office, LocalDate day, Instant due) {
        return table.missing(office, day, due);
    }

    /** Who had not completed the day at closing, of the charges of the offices below, by office. */
    public List<Line> missedAtClosing(String office, LocalDate day, Instant due) {
        return table.missedAtClosing(office, day, due);
    }

    /** Lists on which nobody is left; each is answered until it is {@link #ended}. */
    public List<Chase> complete() {
        return table.complete();
    }

    /** A list that is being chased. */
    public record Chase(String office, LocalDate day, Instant due) {}

    /** The list is chased no longer. */
    public void ended(Chase chase) {
        table.endChase(chase);
    }

    /** Lists of days gone by have ended, however they did. */
    public void forgetOldChases() {
        table.endChasesBefore(LocalDate.now(clock));
    }

    /** Keeps what an officer says about a list of the office; nothing, if it is blank. */
    public void remark(Deadline about, String office, LocalDate day, String by, String remark) {
        var text = remark.strip();
        if (text.isEmpty()) return;
        table.remark(about, office, day, by, text.substring(0, Math.min(text.length(), LONGEST_REMARK)), now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
