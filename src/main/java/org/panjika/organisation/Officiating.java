package org.panjika.organisation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.panjika.organisation.jdbc.ChargeTable;
import org.springframework.stereotype.Service;

/**
 * Who officiates for a head who is away (C3): in the seat of the place where both work. In others that the head holds nobody does,
 * and the office above acts (C4).
 */
@Service
public class Officiating {

    private final ChargeTable charges;
    private final StaffList staffList;

    Officiating(ChargeTable charges, StaffList staffList) {
        this.charges = charges;
        this.staffList = staffList;
    }

    /**
     * On these days another person officiates for the head of a place; on those on which somebody does already, nothing
     * changes.
     */
    public void name(long head, long place, long other, LocalDate from, LocalDate to) {
        name(head, place, other, from.datesUntil(to.plusDays(1)).toList());
    }

    /** The same on single days. */
    public void name(long head, long place, long other, Collection<LocalDate> days) {
        charges.lock(head);
        charges.officiate(head, place, other, days);
    }

    /** Why a person is not named to officiate for another. */
    public enum Objection {
        /** Nobody does then: the other heads no place on the first of these days, or there are none. */
        NOBODY_OFFICIATES,
        /** Works elsewhere on the first of these days, or is the same person. */
        NOT_WORKING_HERE,
        /** Leave or an order of duty takes the person away for the whole of one of these days. */
        AWAY_THEN;

        /** As it is written in {@code errors}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Why a person is not named to officiate for somebody at a place; empty: may be.
     *
     * @param other empty: there is no such person
     * @param away the whole days on which the head is away, from the first
     */
    public Optional<Objection> objection(long head, long place, Optional<Staff> other, List<LocalDate> away) {
        if (away.isEmpty() || heads(List.of(head), place, away.get(0)).isEmpty()) {
            return Optional.of(Objection.NOBODY_OFFICIATES);
        }
        var there = other.filter(s -> s.id() != head).filter(s -> staffList
                .placeOfWork(s, away.get(0))
                .filter(p -> p.id() == place)
                .isPresent());
        if (there.isEmpty()) return Optional.of(Objection.NOT_WORKING_HERE);
        return charges.awayOnAny(there.get().id(), away) ? Optional.of(Objection.AWAY_THEN) : Optional.empty();
    }

    /** The register reads on a day that a head is away for the whole of it: the longest in service who is there officiates (C3). */
    public void readsAway(long head, long place, LocalDate day) {
        seniorMost(head, place, day, day).ifPresent(other -> name(head, place, other, List.of(day)));
    }

    /** It reads so no more: on that day nobody officiates there but whom an order or leave in force names. */
    public void readsBack(long head, long place, LocalDate day) {
        end(head, place, Optional.empty(), day, day, day);
    }

    /**
     * Who officiates on some days if nobody is named: the longest in service who works at the place and is neither on leave nor
     * on ordered duty within them; of those of the head's cadre first. Empty where the person does not head the place.
     */
    public Optional<Long> seniorMost(long head, long place, LocalDate from, LocalDate to) {
        return heads(List.of(head), place, from).isEmpty()
                ? Optional.empty()
                : charges.seniorMost(place, head, from, to);
    }

    /** Those of some people who have charge of a place on a day, also while another officiates for them. */
    public Set<Long> heads(Collection<Long> staff, long place, LocalDate day) {
        return charges.heads(staff, place, day);
    }

    /**
     * The order or leave that took the head of a place away within these days holds no more from a day on, and is written so
     * already: what was named for it and had not begun by then is as if it had not been named. On days on which another still
     * takes the head away, whom that one names officiates.
     */
    public void end(long head, long place, long other, LocalDate from, LocalDate to, LocalDate back) {
        end(head, place, Optional.of(other), from, to, back);
    }

    private void end(long head, long place, Optional<Long> other, LocalDate from, LocalDate to, LocalDate back) {
        charges.lock(head);
        charges.endOfficiating(head, place, other, from, to.plusDays(1), back);
        charges.officiateAgain(head, place, back.isAfter(from) ? back : from, to.plusDays(1));
    }
}
