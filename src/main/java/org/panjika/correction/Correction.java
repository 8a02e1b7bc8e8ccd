package org.panjika.correction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.jdbc.CorrectionTable.Arrival;
import org.panjika.organisation.Institution;
import org.panjika.storage.ContentHash;

/**
 * What an institution asks to be corrected in the register of a closed day, and how that stands (C12).
 *
 * @param number grows from request to request
 * @param by login of who entered it
 * @param inStead group of the office that entered it on the institution's written request; empty: the institution itself
 * @param asked as it was asked last
 * @param askers who asked for the institution, first or anew: logins by the key of the person
 * @param authority who decides or decided; empty until the case has begun
 * @param offices groups of the offices that may decide it now
 * @param deadline when it moves on by itself; empty: never, or it does not wait
 */
public record Correction(
        UUID id,
        long number,
        Institution institution,
        LocalDate day,
        String by,
        Instant at,
        Optional<String> inStead,
        State state,
        Submission asked,
        Map<Long, String> askers,
        Optional<String> authority,
        List<String> offices,
        Optional<Instant> deadline,
        Instant since) {

    /** Keys of the people it is about, and of who asked (C4). */
    public Set<Long> concerned() {
        var people = new HashSet<>(askers.keySet());
        asked.lines().forEach(line -> people.add(line.staffId()));
        return people;
    }

    /** Their logins. */
    Set<String> concernedLogins() {
        var people = new HashSet<>(askers.values());
        asked.lines().forEach(line -> people.add(line.employeeCode()));
        return people;
    }

    /** As one who is named in it sees it: the own line, and no scans; empty: it says nothing about the person. */
    Optional<Correction> about(long staffId) {
        var own = asked.lines().stream().filter(l -> l.staffId() == staffId).toList();
        if (own.isEmpty()) return Optional.empty();
        var shown =
                new Submission(asked.version(), asked.at(), asked.by(), asked.kind(), asked.reason(), own, List.of());
        return Optional.of(with(shown, authority, offices, deadline, since));
    }

    /** The same once it has come to an authority. */
    Correction at(Arrival arrival, Instant now) {
        return with(asked, Optional.of(arrival.authority()), arrival.offices(), arrival.deadline(), now);
    }

    private Correction with(
            Submission asked,
            Optional<String> authority,
            List<String> offices,
            Optional<Instant> deadline,
            Instant since) {
        return new Correction(
                id,
                number,
                institution,
                day,
                by,
                at,
                inStead,
                state,
                asked,
                askers,
                authority,
                offices,
                deadline,
                since);
    }

    /** How it stands. */
    public enum State {
        PENDING,
        APPROVED,
        REJECTED,
        /** Waits for the institution to mend and resubmit it, or to be withdrawn. */
        RETURNED,
        WITHDRAWN;

        /** Whether a day can have no other request beside it. */
        public boolean open() {
            return this == PENDING || this == RETURNED;
        }
    }

    /** Why the register is to be corrected. */
    public enum Kind {
        FORGOTTEN,
        WRONG_ENTRY,
        NO_CONNECTION,
        /** An order of duty or tour came after the day. */
        LATE_ORDER,
        OTHER
    }

    /**
     * What is asked.
     *
     * @param version 1, and one more each time it is asked anew
     * @param by login of who asked so
     * @param reason not blank, at most 1,000 characters
     */
    public record Submission(
            int version, Instant at, String by, Kind kind, String reason, List<Line> lines, List<ContentHash> scans) {}

    /**
     * One person's sessions.
     *
     * @param forenoon what it should read; empty: it stays as it is
     * @param forenoonWas what it read when this was asked
     */
    public record Line(
            long staffId,
            String employeeCode,
            String name,
            Optional<String> nameHi,
            Optional<SessionStatus> forenoon,
            Optional<SessionStatus> afternoon,
            SessionStatus forenoonWas,
            SessionStatus afternoonWas,
            Optional<String> remark) {

        public Optional<SessionStatus> about(Session session) {
            return session == Session.FORENOON ? forenoon : afternoon;
        }

        public SessionStatus was(Session session) {
            return session == Session.FORENOON ? forenoonWas : afternoonWas;
        }

        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }

        CorrectionEffect.Line effect() {
            return new CorrectionEffect.Line(employeeCode, forenoon, afternoon, remark);
        }

        CorrectionEffect.Change change() {
            return new CorrectionEffect.Change(
                    effect(), Map.of(Session.FORENOON, forenoonWas, Session.AFTERNOON, afternoonWas));
        }
    }

    /** What an authority says. */
    public enum Verdict {
        APPROVED,
        REJECTED,
        RETURNED
    }
}
