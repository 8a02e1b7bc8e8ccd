package org.panjika.models;

import java.util.Set;

/**
 * What the application relies upon in a process: a model that lacks it is refused before it is deployed. One bean for a
 * process.
 */
public interface ProcessContract {

    /** Key of the process. */
    String process();

    /** Whether the application starts it by its key, so that it needs a plain start event. */
    default boolean started() {
        return true;
    }

    /** The variables that are there without a form: set when it starts, or by its delegates. */
    Set<String> variables();

    /** Names of the messages that the application sends to it; all of them are received somewhere in the model. */
    default Set<String> messages() {
        return Set.of();
    }
}
