package org.panjika.leave.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;

/** What a person has typed into a form of a page, judged as the API judges its fields. */
final class Typing {

    private Typing() {}

    /** What a compulsory field holds, null or blank where nothing is typed. */
    record Given(String field, Object value) {

        private boolean missing() {
            return value == null || value.toString().isBlank();
        }
    }

    /** @throws Refused {@code invalid-fields} naming what is missing */
    static void refuseMissing(Given... compulsory) {
        var missing = Stream.of(compulsory)
                .filter(Given::missing)
                .map(given -> new FieldError(given.field(), "invalid"))
                .toList();
        if (!missing.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), missing);
    }

    /** The fields of the form that a refusal names. */
    static List<String> fields(Refused refused) {
        return refused.errors().stream().map(FieldError::field).toList();
    }
}
