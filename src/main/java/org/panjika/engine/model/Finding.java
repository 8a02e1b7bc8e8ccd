package org.panjika.engine.model;

import java.util.Map;
import java.util.Optional;

/**
 * Something wrong or doubtful in a model.
 *
 * @param file the file's name
 * @param fields what stands for the named fields of the words {@code check.<code>}
 */
public record Finding(Check check, String file, Optional<Element> element, Map<String, Object> fields) {

    /**
     * Where in the file.
     *
     * @param kind the element's name in XML, such as {@code userTask}
     * @param name empty where it has none
     */
    public record Element(String kind, String id, Optional<String> name) {}

    static Finding of(Check check, String file) {
        return new Finding(check, file, Optional.empty(), Map.of());
    }

    static Finding of(Check check, String file, String field, Object value) {
        return new Finding(check, file, Optional.empty(), Map.of(field, value));
    }

    static Finding of(Check check, String file, Element element) {
        return new Finding(check, file, Optional.of(element), Map.of());
    }

    static Finding of(Check check, String file, Element element, String field, Object value) {
        return new Finding(check, file, Optional.of(element), Map.of(field, value));
    }

    /** A deployment's name that the engine has no room for. */
    public static Optional<Finding> overlong(String deployment) {
        return Optional.ofNullable(deployment)
                .filter(name -> name.length() > ForeignCode.LONGEST_NAME)
                .map(name -> name.substring(0, ForeignCode.SHOWN))
                .map(shown -> of(Check.TOO_LONG, shown, "what", shown));
    }

    /** A part that a file names and that is nowhere. */
    public static Finding missing(Model model, Model.Part part) {
        var at = model.naming(part).map(Places::around);
        return new Finding(Check.PART_MISSING, model.name(), at, Map.of("part", part.toString()));
    }

    public boolean refuses() {
        return check.severity() == Check.Severity.ERROR;
    }
}
