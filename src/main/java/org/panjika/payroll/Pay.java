package org.panjika.payroll;

/** What a session is paid with. */
public enum Pay {
    FULL,
    HALF,
    NONE
}
