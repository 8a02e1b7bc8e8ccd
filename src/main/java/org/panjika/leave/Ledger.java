package org.panjika.leave;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.leave.LedgerEntry.Source;

/**
 * The entries of one balance, oldest first. What is to be written is answered as further entries; nothing is ever removed.
 *
 * @param floor how far below zero the balance may go, 0 or less
 */
public record Ledger(int floor, List<LedgerEntry> entries) {

    public Ledger {
        entries = List.copyOf(entries);
    }

    /** Half days. */
    public int balance() {
        return sum(entries);
    }

    /** Half days that absence has taken and no statement that is accepted: they are given back if its line is returned (C16). */
    public int reserved() {
        return -sum(standing().stream().filter(Ledger::reserved).toList());
    }

    private static boolean reserved(LedgerEntry entry) {
        return entry.source() == Source.ABSENCE && !entry.posted();
    }

    /** The numbers of the entries that {@link #reserved()} is the sum of. */
    public Set<Long> reservations() {
        return standing().stream()
                .filter(Ledger::reserved)
                .map(LedgerEntry::number)
                .collect(Collectors.toSet());
    }

    private static int sum(List<LedgerEntry> entries) {
        var sum = 0;
        for (var entry : entries) sum += entry.halfDays();
        return sum;
    }

    /** What may be taken: also what lapsed, for leave that was taken before it did (BR-13). */
    public int available() {
        return balance() - sum(lapsed()) - floor;
    }

    /**
     * The entries that take leave; nothing if the balance does not suffice. What has lapsed is given back first; the rest
     * lapses again by {@link #lapse}.
     *
     * @param halfDays more than 0
     */
    public Optional<List<LedgerEntry>> take(int halfDays, LocalDate day, UUID request) {
        return take(Source.LEAVE, halfDays, day, request);
    }

    /** The same for another reason than leave. */
    public Optional<List<LedgerEntry>> take(Source source, int halfDays, LocalDate day, UUID request) {
        if (halfDays > available()) return Optional.empty();
        var written = new ArrayList<LedgerEntry>();
        if (balance() - floor < halfDays) lapsed().forEach(l -> written.add(l.reversed()));
        written.add(LedgerEntry.debit(source, halfDays, day, request));
        return Optional.of(written);
    }

    /** The counter-entries of what a request took. */
    public List<LedgerEntry> giveBack(UUID request) {
        return standing().stream()
                .filter(e -> e.halfDays() < 0 && e.request().equals(Optional.of(request)))
                .map(LedgerEntry::reversed)
                .toList();
    }

    /** The entry that ends a leave year: what is left is gone. */
    public List<LedgerEntry> lapse(LocalDate day) {
        return balance() > 0 ? List.of(LedgerEntry.credit(Source.LAPSE, -balance(), day)) : List.of();
    }

    /** The entry that gives a credit, as far as the cap allows; a credit of nothing says that the balance was there. */
    public LedgerEntry credit(Source source, int halfDays, OptionalInt cap, LocalDate day) {
        var room = cap.isPresent() ? Math.max(0, cap.getAsInt() - balance()) : halfDays;
        return LedgerEntry.credit(source, Math.min(halfDays, room), day);
    }

    /** The ledger with further entries, numbered on. */
    public Ledger with(List<LedgerEntry> further) {
        var all = new ArrayList<LedgerEntry>(entries.size() + further.size());
        all.addAll(entries);
        var last = 0L;
        for (var entry : entries) last = Math.max(last, entry.number());
        for (var entry : further) {
            all.add(entry.number() == 0 ? entry.numbered(last + 1) : entry);
            last = Math.max(last, all.get(all.size() - 1).number());
        }
        return new Ledger(floor, all);
    }

    /** Entries that no counter-entry takes back, and that take back none. */
    public List<LedgerEntry> standing() {
        var reversed = new HashSet<Long>();
        for (var entry : entries) entry.reverses().ifPresent(reversed::add);
        var standing = new ArrayList<LedgerEntry>();
        for (var entry : entries) {
            if (entry.reverses().isEmpty() && !reversed.contains(entry.number())) standing.add(entry);
        }
        return standing;
    }

    private List<LedgerEntry> lapsed() {
        if (entries.stream().noneMatch(e -> e.source() == Source.LAPSE)) return List.of();
        return standing().stream().filter(e -> e.source() == Source.LAPSE).toList();
    }

    /**
     * From which credits each debit was taken, the oldest first; derived, never stored. What was taken below zero is from no
     * credit.
     */
    public Map<Long, List<Part>> takenFrom() {
        var credits = standing().stream()
                .filter(e -> e.halfDays() > 0)
                .sorted(Comparator.comparing(LedgerEntry::day).thenComparing(LedgerEntry::number))
                .collect(Collectors.toCollection(ArrayDeque::new));
        var left = credits.isEmpty() ? 0 : credits.peek().halfDays();
        var parts = new HashMap<Long, List<Part>>();
        for (var debit : standing().stream().filter(e -> e.halfDays() < 0).toList()) {
            var open = -debit.halfDays();
            while (open > 0 && !credits.isEmpty()) {
                var part = Math.min(open, left);
                parts.computeIfAbsent(debit.number(), d -> new ArrayList<>())
                        .add(new Part(credits.element().number(), part));
                open -= part;
                left -= part;
                if (left == 0) {
                    credits.remove();
                    left = credits.isEmpty() ? 0 : credits.peek().halfDays();
                }
            }
        }
        return parts;
    }

    /** So many half days of the credit of a number. */
    public record Part(long credit, int halfDays) {}
}
