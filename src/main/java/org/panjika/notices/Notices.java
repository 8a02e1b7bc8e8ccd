package org.panjika.notices;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.notices.jdbc.NoticeTable;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** Tells people what they should know, and shows everybody the own messages. Who is not staff is told nothing. */
@Service
public class Notices {

    private static final int MOST = 100;

    private final NoticeTable table;
    private final Clock clock;

    Notices(NoticeTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * One page of the own messages, newest first.
     *
     * @param next number to go on after; empty at the end
     */
    public record Page(List<Told> items, Optional<Long> next, int unread) {}

    /** Tells them all in one statement, in the caller's transaction if there is one. */
    public void tell(Collection<Notice> notices) {
        if (!notices.isEmpty()) table.insert(notices, now());
    }

    /**
     * The caller's messages.
     *
     * @param after only those older than the one with this number
     * @param limit 1 to 100
     */
    public Page of(Caller caller, Optional<Long> after, int limit) {
        var most = Math.max(1, Math.min(limit, MOST));
        return caller.staff()
                .map(Staff::id)
                .map(staffId -> {
                    var found = table.find(staffId, after.orElse(Long.MAX_VALUE), most + 1);
                    var more = found.size() > most;
                    return new Page(
                            more ? found.subList(0, most) : found,
                            more ? Optional.of(found.get(most - 1).number()) : Optional.empty(),
                            table.unread(staffId));
                })
                .orElse(new Page(List.of(), Optional.empty(), 0));
    }

    /** How many messages the caller has not read; 100 stands for any more. */
    public int unread(Caller caller) {
        return caller.staff().map(s -> table.unread(s.id())).orElse(0);
    }

    /**
     * Marks one message as read.
     *
     * @return where it leads
     * @throws Refused {@code not-found} if it is not the caller's
     */
    public String read(Caller caller, long number) {
        return caller.staff()
                .flatMap(s -> table.read(s.id(), number, now()))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /** Marks as read what the caller has been shown: all messages up to a number. */
    public void readUpTo(Caller caller, long number) {
        caller.staff().ifPresent(s -> table.readUpTo(s.id(), number, now()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
