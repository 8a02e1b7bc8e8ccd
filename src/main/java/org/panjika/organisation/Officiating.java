package org.panjika.organisation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panjika.organisation.jdbc.ChargeTable;
import org.springframework.stereotype.Service;

/** Who officiates for a head who is away (C3). */
@Service
public class Officiating {

    private final ChargeTable charges;

    Officiating(ChargeTable charges) {
        this.charges = charges;
    }

    /** On these days another person officiates in the seats that a person heads; on those on which somebody does already, nothing changes. */
    public void name(long head, long other, LocalDate from, LocalDate to) {
        name(head, other, from.datesUntil(to.plusDays(1)).toList());
    }

    /** The same on single days. */
    public void name(long head, long other, Collection<LocalDate> days) {
        charges.officiate(head, other, days);
    }

    /** Whether leave or an order of duty takes a person away for the whole of any of some days. */
    public boolean awayOnAny(long staff, Collection<LocalDate> days) {
        return charges.awayOnAny(staff, days);
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
     * The order or leave that took the head away within these days holds no more from a day on, and is written so already: what
     * was named for it and had not begun by then is as if it had not been named. On days on which another still takes the head
     * away, whom that one names officiates.
     */
    public void end(long head, long other, LocalDate from, LocalDate to, LocalDate back) {
        charges.endOfficiating(head, other, from, to.plusDays(1), back);
        charges.officiateAgain(head, back.isAfter(from) ? back : from, to.plusDays(1));
    }
}
