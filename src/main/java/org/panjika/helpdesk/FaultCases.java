package org.panjika.helpdesk;

/** Where the case of a fault runs its way through the offices. */
public interface FaultCases {

    /** Starts the one case of a fault, in the caller's transaction. */
    void start(Fault fault);
}
