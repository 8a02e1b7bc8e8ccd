package org.panjika.attendance;

import java.util.UUID;
import org.panjika.organisation.Institution;

/** Brings a request before the office that decides it. */
public interface CondonationProcess {

    /** Starts in the caller's transaction. */
    void start(UUID requestId, Institution place, java.time.LocalDate day);
}
