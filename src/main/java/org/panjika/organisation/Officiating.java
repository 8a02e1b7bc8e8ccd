package org.panjika.organisation;

import java.time.LocalDate;
import org.panjika.organisation.jdbc.ChargeTable;
import org.springframework.stereotype.Service;

/** Who officiates for a head who is away (C3). */
@Service
public class Officiating {

    private final ChargeTable charges;

    Officiating(ChargeTable charges) {
        this.charges = charges;
    }

    /** On these days another person officiates in the seats that a person heads; where somebody does already, nothing changes. */
    public void name(long head, long other, LocalDate from, LocalDate to) {
        charges.officiate(head, other, from, to.plusDays(1));
    }

    /**
     * The head is back from a day on: what was named within these days and had not begun by then is as if it had not been
     * named.
     */
    public void end(long head, long other, LocalDate from, LocalDate to, LocalDate back) {
        charges.endOfficiating(head, other, from, to.plusDays(1), back);
    }
}
