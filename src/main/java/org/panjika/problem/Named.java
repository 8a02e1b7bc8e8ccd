package org.panjika.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A name in one language or two, such as a field of a refusal: programs read {@code en}, people that of their language.
 *
 * @param en empty for what has no name: its text is {@code no.<field>}
 */
public record Named(@JsonValue String en, Optional<String> hi) {

    /** The Hindi name in Hindi if there is one, else the English. */
    public String in(String language) {
        return language.equals("hi") ? hi.orElse(en) : en;
    }

    /** Both names in one text, {@code Meera / मीरा}; one where there is no other. */
    public static String both(String name, Optional<String> nameHi) {
        return name + nameHi.map(" / "::concat).orElse("");
    }

    @Override
    public String toString() {
        return en;
    }
}
