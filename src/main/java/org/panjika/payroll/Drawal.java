package org.panjika.payroll;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What became of the pay of a line (RJ-14).
 *
 * @param said empty while nobody has said so
 */
public record Drawal(Line line, Optional<Entry> said) {

    public enum Status {
        DRAWN,
        PARTLY,
        WITHHELD
    }

    /**
     * What the drawing officer says of a person.
     *
     * @param reason compulsory where it is withheld, at most 500 characters
     * @param bill number of the bill
     */
    public record Entry(
            String employeeCode,
            Status status,
            Optional<String> reason,
            Optional<String> bill,
            Optional<LocalDate> date) {}
}
