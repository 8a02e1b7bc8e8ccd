package org.panjika.models;

import java.util.Set;

/** Models have been deployed, whichever way. Published within the deployment's transaction. */
public record ModelsDeployed(Set<String> definitions) {

    /** Whether a process, decision or form of this id is among them. */
    public boolean defines(String id) {
        return definitions.contains(id);
    }
}
