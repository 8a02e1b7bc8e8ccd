package org.panjika.organisation;

import java.util.Optional;

/** A member of staff; the employee code is the Teacher ID and the login (BR-1). */
public record Staff(
        long id, String employeeCode, String name, Optional<String> nameHi, String designation, Cadre cadre) {

    /** VACATION: has the school's long vacations. */
    public enum Cadre {
        VACATION,
        NON_VACATION
    }

    /** The name in the given language, the English one where there is no other. */
    public String name(String language) {
        return language.equals("hi") ? nameHi.orElse(name) : name;
    }
}
