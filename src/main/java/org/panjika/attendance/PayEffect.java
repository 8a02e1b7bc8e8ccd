package org.panjika.attendance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.jdbc.PayEntryTable;
import org.panjika.attendance.jdbc.PayEntryTable.Entry;
import org.panjika.attendance.jdbc.PersonDayTable;
import org.panjika.attendance.jdbc.PersonDayTable.Key;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the verification of a month's pay says about days that are over; in the caller's transaction (C6, BR-17). */
@Service
public class PayEffect {

    /** What a session that is struck from the list of the absent may have been. */
    public static final Set<SessionStatus> STRUCK =
            EnumSet.of(SessionStatus.PRESENT, SessionStatus.TOUR, SessionStatus.DUTY);

    private final PersonDayTable days;
    private final PayEntryTable table;
    private final Clock clock;

    PayEffect(PersonDayTable days, PayEntryTable table, Clock clock) {
        this.days = days;
        this.table = table;
        this.clock = clock;
    }

    /** What is said about sessions of a person's day. */
    public record Word(String employeeCode, LocalDate day, Set<Session> sessions, SessionStatus reads, String remark) {}

    /** Nobody has marked these sessions, and the head charges them: they read ABSENT (C6). What reads otherwise by now stays. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void charge(
            UUID proposal, String employeeCode, LocalDate day, Set<Session> sessions, String remark, String by) {
        var word = new Word(employeeCode, day, sessions, SessionStatus.ABSENT, remark);
        write(proposal, SessionStatus.UNMARKED, List.of(word), by);
    }

    /**
     * Sessions that read ABSENT are struck from the list of the absent: they read what the block officer has verified (BR-17). What
     * reads otherwise by now stays, unless it is by an earlier strike.
     *
     * @param words each with one of {@link #STRUCK}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void strike(UUID list, List<Word> words, String by) {
        write(list, SessionStatus.ABSENT, words, by);
    }

    private void write(UUID request, SessionStatus was, List<Word> words, String by) {
        if (words.isEmpty()) return;
        var locked = days.lock(words.stream()
                .map(w -> new Key(w.employeeCode(), w.day()))
                .distinct()
                .toList());
        var entries = new ArrayList<Entry>();
        for (var line : locked) {
            var reads = line.read(line.day());
            for (var word : words) {
                if (!word.employeeCode().equals(line.employeeCode())
                        || !word.day().equals(line.day())) continue;
                var said = EnumSet.noneOf(Session.class);
                for (var session : line.expected()) {
                    var half = reads.line(session);
                    var open = half.status() == was
                            || half.source().filter(s -> s == Origin.PAY).isPresent();
                    if (word.sessions().contains(session) && open) said.add(session);
                }
                if (!said.isEmpty()) {
                    entries.add(
                            new Entry(line.staffId(), line.day(), line.place().institutionId(), said, word));
                }
            }
        }
        var now = now();
        table.insert(request, entries, by, now);
        days.project(days.withFacts(locked), now);
    }

    /** What was said by a request about a person's day is said no longer; the sessions read what they read without it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(UUID request, String employeeCode, LocalDate day, String by) {
        var locked = days.lock(List.of(new Key(employeeCode, day)));
        if (locked.isEmpty()) return;
        var now = now();
        table.takeBack(request, locked.get(0).staffId(), day, by, now);
        days.project(days.withFacts(locked), now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
