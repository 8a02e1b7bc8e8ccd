package org.panjika.attendance;

import java.util.Collection;
import java.util.List;

/** The figures of the decision tables that marking compares with. */
public interface Limits {

    /** The decision table of the day's cut-offs. */
    String DAY_CUTOFFS = "day-cutoffs";

    /** Limits for marks made in a mode. */
    MarkLimits marks(Mark.Mode mode);

    /** The day's cut-offs for schools and offices of each regime, and of none. */
    List<DayCutoff> dayCutoffs(Collection<String> regimes);

    /** What lateness is measured by in a regime (BR-20). */
    PunctualityLimits punctuality(String regime);
}
