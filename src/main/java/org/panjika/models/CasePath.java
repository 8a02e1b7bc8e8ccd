package org.panjika.models;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The way of a case through the offices, written by the engine's guard for every task of every process. */
public interface CasePath {

    /** The steps of a case so far, the oldest first; the last is open while an office has the case. */
    List<Step> of(String process, String businessKey);

    /** The offices that have a case now. */
    default List<String> openAt(String process, String businessKey) {
        return of(process, businessKey).stream()
                .filter(step -> step.end().isEmpty())
                .flatMap(step -> step.offices().stream())
                .distinct()
                .toList();
    }

    /**
     * The case's stay with an office.
     *
     * @param task id of the task in the model
     * @param offices groups of the offices that could decide, such as {@code CBEO_080102}
     * @param end empty while the task is open
     */
    record Step(String task, List<String> offices, Instant since, Optional<Instant> due, Optional<End> end) {}

    /**
     * How a stay ended.
     *
     * @param decided whether the office decided; false where the case moved on by itself, such as by a deadline
     * @param by login of who decided; the engine's where nobody did
     */
    record End(Instant until, boolean decided, String by, Optional<String> decision, Optional<String> remark) {}
}
