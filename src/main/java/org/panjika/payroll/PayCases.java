package org.panjika.payroll;

import java.time.YearMonth;
import java.util.List;

/** Where the case of an institution's month runs its way through the offices. */
public interface PayCases {

    /** The month of an institution. */
    record Month(String institution, YearMonth month) {}

    /** Starts the one case of each, in the caller's transaction. */
    void start(List<Month> months);

    /** Everybody's drawal is known: nobody needs to be asked for it any more. */
    void drawalKnown(Month month);
}
