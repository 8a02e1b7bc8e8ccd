package org.panjika.directory;

import java.util.Optional;
import java.util.UUID;

/**
 * A list that an administrator has handed over and how it is to be understood.
 *
 * @param login whose it is; nobody else can import it
 * @param mapping how institutions name their columns: {@code native} (default) or {@code udise}
 * @param under code of the institution that districts made up are put under, and that holidays without area are for
 */
public record Upload(
        UUID id, String login, String fileName, Kind kind, Optional<String> mapping, Optional<String> under) {

    /** What a list may be of. */
    public enum Kind {
        INSTITUTIONS,
        STAFF,
        POSTINGS,
        CHARGES,
        DEPUTATIONS,
        SERVICE_STATES,
        HOLIDAYS,
        LEAVE_TYPES,
        LEAVE_BALANCES;

        /** Whether it says nothing about who works where and when. */
        public boolean isOfLeave() {
            return this == LEAVE_TYPES || this == LEAVE_BALANCES;
        }
    }
}
