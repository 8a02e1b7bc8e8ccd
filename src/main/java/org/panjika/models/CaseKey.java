package org.panjika.models;

import java.util.Optional;
import java.util.UUID;

/** The business key of a case that is for one thing of ours. */
public final class CaseKey {

    private CaseKey() {}

    /** What the case is for; empty where the key names nothing of ours, as of a case that an administrator began by hand. */
    public static Optional<UUID> id(String businessKey) {
        try {
            return Optional.ofNullable(businessKey).map(UUID::fromString);
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }
}
