package org.panjika.payroll;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * Something about a line that nobody has decided when the month is sent (C16).
 *
 * @param sessions of the month
 * @param link where it is cured: a path of this application
 */
public record OpenMatter(
        Kind kind, Severity severity, Line.Person person, YearMonth month, Sessions sessions, String link) {

    /** What is open. The first two hold their own sessions; the others are paid and settled by adjustment. */
    public enum Kind {
        /** Nobody said what the sessions were. */
        UNMARKED,
        /** The month outside the portal is not certified (RJ-12). */
        CERTIFICATE,
        /** A mark waits for its confirmation. */
        DOUBTFUL,
        /** A technical fault is not settled from the physical register. */
        TECHNICAL,
        /** Leave is asked for and not decided. */
        LEAVE,
        /** A correction of the day is asked for and not decided. */
        CORRECTION,
        /** The person has asked that lateness be condoned, and nobody has decided. */
        CONDONATION,
        /** Lateness that costs something waits for an answer or for the head: without casual leave left, or contested (BR-20). */
        LATENESS,
        /** The person may still answer a proposed deduction. */
        REPLY
    }

    /** The days that it is about, in order. */
    public List<LocalDate> days() {
        return List.copyOf(sessions.days(month).keySet());
    }

    /** The link, at the first of the days where the page takes one. */
    public String linkToDay() {
        return kind == Kind.UNMARKED ? link + "&day=" + days().get(0) : link;
    }

    /** How much it matters: the table {@code payroll-open-matters} says. */
    public enum Severity {
        HOLDS,
        LATER,
        NOTE
    }
}
