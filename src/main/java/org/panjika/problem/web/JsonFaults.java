package org.panjika.problem.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
        return List.of(FieldError.of(field.toString(), allowed(e)));
    }

    private static void append(StringBuilder field, Reference step) {
        if (step.getFieldName() == null)
            field.append('[').append(step.getIndex()).append(']');
        else field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
    }

    private static List<String> allowed(JsonMappingException e) {
        if (!(e instanceof MismatchedInputException unfit)) return List.of();
        var described = described(e.getPath().get(e.getPath().size() - 1));
        return described.isEmpty() ? words(unfit.getTargetType()) : described;
    }

    /** Where a field takes fewer words than its type has, its description says which. */
    private static List<String> described(Reference step) {
        if (!(step.getFrom() instanceof Class<?> body && body.isRecord())) return List.of();
        return Arrays.stream(body.getRecordComponents())
                .filter(component -> component.getName().equals(step.getFieldName()))
                .map(component -> component.getAccessor().getAnnotation(Schema.class))
                .filter(Objects::nonNull)
                .flatMap(schema -> Arrays.stream(schema.allowableValues()))
                .toList();
    }

    /** The words of a closed set; of any other type none. */
    static List<String> words(Class<?> type) {
        return type != null && type.isEnum()
                ? Stream.of(type.getEnumConstants())
                        .map(word -> ((Enum<?>) word).name())
                        .toList()
                : List.of();
    }
}
