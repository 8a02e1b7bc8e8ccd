package org.panjika.payroll;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.panjika.problem.Named;

/**
 * One person in a statement.
 *
 * @param leave sessions of leave by kind, with the holidays that count with it
 */
public record Line(Person person, Map<Figure, Sessions> figures, SortedMap<String, Sessions> leave) {

    /** Who it is about. */
    public record Person(long staffId, String employeeCode, String name, Optional<String> nameHi, String designation) {

        /** The name in the given language, the English one where there is no other. */
        public String name(String language) {
            return language.equals("hi") ? nameHi.orElse(name) : name;
        }

        /** In both languages, for what is written once and read by everybody. */
        public String bothNames() {
            return Named.both(name, nameHi);
        }
    }

    public Sessions of(Figure figure) {
        return figures.getOrDefault(figure, Sessions.NONE);
    }

    /** Sessions of leave of any kind. */
    public Sessions onLeave() {
        return leave.values().stream().reduce(Sessions.NONE, Sessions::and);
    }
}
