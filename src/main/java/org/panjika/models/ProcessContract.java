package org.panjika.models;

import java.util.Optional;
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

    /** The table in which each authority of the model has its rows, and which has none for others. */
    default Optional<Ladder> ladder() {
        return Optional.empty();
    }

    /**
     * A ladder of authorities, drawn in a model and written in a table.
     *
     * @param bean what the model asks about an authority, naming it first
     * @param table id of the decision
     * @param column name of the output that names the authority
     */
    record Ladder(String bean, String table, String column) {}

    /** A process that its own clock starts. */
    interface ByTheClock extends ProcessContract {

        @Override
        default boolean started() {
            return false;
        }

        @Override
        default Set<String> variables() {
            return Set.of();
        }
    }
}
