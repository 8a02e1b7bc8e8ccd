package org.panjika.problem.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.util.List;
import java.util.stream.Stream;
import org.panjika.problem.Refused.FieldError;

/** What is wrong with JSON that can be read but does not fit. */
public final class JsonFaults {

    private JsonFaults() {}

    /**
     * The field that does not fit, such as {@code lines[0].forenoon}: {@code not-one-of} with the words allowed where it takes one of a
     * closed set, else {@code invalid}. Empty where the whole does not fit.
     */
    public static List<FieldError> of(JsonMappingException e) {
        var field = new StringBuilder();
        for (var step : e.getPath()) append(field, step);
        if (field.isEmpty()) return List.of();
        var allowed = allowed(e);
        return List.of(new FieldError(field.toString(), allowed.isEmpty() ? "invalid" : "not-one-of", allowed));
    }

    private static void append(StringBuilder field, Reference step) {
        if (step.getFieldName() == null)
            field.append('[').append(step.getIndex()).append(']');
        else field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
    }

    private static List<String> allowed(JsonMappingException e) {
        return e instanceof InvalidFormatException format
                        && format.getTargetType().isEnum()
                ? Stream.of(format.getTargetType().getEnumConstants())
                        .map(word -> ((Enum<?>) word).name())
                        .toList()
                : List.of();
    }
}
