package org.panjika.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Thrown where a request is refused; carries the problem and what a program or a text needs to know about it. */
public final class Refused extends RuntimeException {

    private final transient Problem problem;
    private final transient Map<String, Object> fields = new LinkedHashMap<>();
    private final transient List<FieldError> errors;

    public Refused(Problem problem) {
        this(problem, Map.of());
    }

    public Refused(Problem problem, Map<String, ?> fields) {
        this(problem, fields, List.of());
    }

    public Refused(Problem problem, Map<String, ?> fields, List<FieldError> errors) {
        super(problem.code() + (fields.isEmpty() ? "" : " " + fields), null, false, false);
        this.problem = problem;
        this.fields.putAll(fields);
        this.errors = List.copyOf(errors);
    }

    public Problem problem() {
        return problem;
    }

    /** Fields of the answer beside title and detail, such as {@code distanceMetres}. */
    public Map<String, Object> fields() {
        return fields;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** The same refusal, its wrong fields named as the sender knows them. */
    public Refused naming(UnaryOperator<String> field) {
        return new Refused(
                problem,
                fields,
                errors.stream()
                        .map(e -> new FieldError(field.apply(e.field()), e.code(), e.allowed()))
                        .toList());
    }

    /**
     * One field that is wrong.
     *
     * @param code key of the text: {@code field.<code>}
     * @param allowed the words it takes, where these are a closed set
     */
    public record FieldError(String field, String code, List<String> allowed) {

        public FieldError(String field, String code) {
            this(field, code, List.of());
        }

        /** {@code not-one-of} where it takes one of these words, {@code invalid} where there are none. */
        public static FieldError of(String field, List<String> allowed) {
            return new FieldError(field, allowed.isEmpty() ? "invalid" : "not-one-of", allowed);
        }
    }
}
