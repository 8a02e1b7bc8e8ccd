package org.panjika.engine.model;

import java.util.Locale;

/** What can be found in a model before it is deployed. */
public enum Check {
    /** Not XML, or no form with an id. */
    UNREADABLE(Severity.ERROR),
    /** More than {@link Model#LARGEST}. */
    TOO_LARGE(Severity.ERROR),
    /** A name or an id that the engine has no room for; field {@code what} its beginning. */
    TOO_LONG(Severity.ERROR),
    /** Only .bpmn, .dmn and .form files are taken. */
    FOREIGN_FILE(Severity.ERROR),
    /** Against the standard's own schema; field {@code what} in the schema's words. */
    MALFORMED(Severity.ERROR),
    FOREIGN_ELEMENT(Severity.ERROR),
    /** Of the standard, but not run by the engine. */
    NOT_RUN_HERE(Severity.ERROR),
    FOREIGN_LANGUAGE(Severity.ERROR),
    FOREIGN_FORM(Severity.ERROR),
    UNREADABLE_EXPRESSION(Severity.ERROR),
    /** A bean, call, property or function that models may not use. */
    FOREIGN_EXPRESSION(Severity.ERROR),
    /** A form, decision or process that the model binds and that is nowhere. */
    PART_MISSING(Severity.ERROR),
    NOTHING_EXECUTABLE(Severity.ERROR),
    NO_HISTORY_LIMIT(Severity.ERROR),
    /** The application starts the process by its key and finds no plain start event. */
    START_MISSING(Severity.ERROR),
    NO_WAY_OUT(Severity.ERROR),
    NO_WAY_IN(Severity.ERROR),
    /** A case could go round and round without anybody or anything being waited for. */
    NOTHING_WAITED_FOR(Severity.WARNING),
    /** Then the task can only be ended, nothing decided in it. */
    FORM_MISSING(Severity.WARNING),
    /** Nobody but administrators would see the task. */
    NOBODY_SEES_TASK(Severity.ERROR),
    /** No office of this kind is known. */
    UNKNOWN_OFFICE(Severity.ERROR),
    NO_DEADLINE(Severity.WARNING),
    TIMER_UNREADABLE(Severity.ERROR),
    TIMER_WITHOUT_ZONE(Severity.ERROR),
    /** The application sends a message that the model does not receive. */
    MESSAGE_NOT_RECEIVED(Severity.ERROR),
    MESSAGE_NEVER_SENT(Severity.WARNING),
    /** A variable that neither a form nor the application sets. */
    VARIABLE_NEVER_SET(Severity.ERROR),
    /** Compared with a value that no form offers. */
    VALUE_NEVER_OFFERED(Severity.ERROR),
    CASE_WITHOUT_ROW(Severity.ERROR),
    CASE_WITH_SEVERAL_ROWS(Severity.ERROR),
    /** The model asks about an authority that the table of its ladder does not know. */
    LEVEL_WITHOUT_ROW(Severity.ERROR),
    /** The table of a ladder names an authority that the model never asks about. */
    ROW_WITHOUT_LEVEL(Severity.ERROR),
    /** The table of a ladder has an authority above one, field {@code lower}, to which the model comes first. */
    ROW_OUT_OF_ORDER(Severity.ERROR),
    /** Made of more than literals and comparisons. */
    TABLE_NOT_LOOKED_AT(Severity.WARNING),
    /** Too many cases to look at each. */
    TABLE_TOO_WIDE(Severity.WARNING);

    /** Whether a finding refuses the deployment, or asks. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private final Severity severity;

    Check(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** In kebab-case: the words are under {@code check.<code>}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
