package org.panjika.payroll;

import java.util.List;
import org.panjika.payroll.jdbc.NegativeListTable.Begun;

/** Where the case of a list of the absent runs its way through the offices. */
public interface NegativeListStart {

    /** Starts the one case of each, in the caller's transaction. */
    void start(List<Begun> begun);
}
