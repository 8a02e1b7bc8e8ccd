package org.panjika.attendance;

/** The figures of the decision tables that marking compares with. */
public interface Limits {

    /** Limits for marks made in a mode. */
    MarkLimits marks(Mark.Mode mode);

    /** The day's cut-offs for schools or offices of a regime. */
    java.util.List<DayCutoff> dayCutoffs();

    /** What lateness is measured by in a regime (BR-20). */
    PunctualityLimits punctuality(String regime);
}
