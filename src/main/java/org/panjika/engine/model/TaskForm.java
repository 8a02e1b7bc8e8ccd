package org.panjika.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.SpinRuntimeException;
import org.panjika.engine.EngineProblem;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;

/**
 * What a Camunda Form asks for: its fields that can be edited.
 *
 * @param fields by the name of the variable they set
 */
public record TaskForm(Map<String, Field> fields) {

    public static final TaskForm NONE = new TaskForm(Map.of());

    /** The engine keeps no longer text in its history. */
    private static final int LONGEST_TEXT = 4_000;

    private static final String DECISION = "decision";
    private static final String COMPULSORY_UNLESS = "compulsoryUnless";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WITHOUT_INPUT =
            Set.of("button", "html", "iframe", "image", "separator", "spacer", "table", "text", "documentPreview");

    /**
     * One field.
     *
     * @param required whether an answer must be given, unless it is excused
     * @param excusedBy decisions with which it may stay empty: the form's property {@code compulsoryUnless}
     * @param hiddenIf condition in FEEL under which the form does not show it, and then demands nothing
     * @param allowed the only values it takes; empty where any
     */
    public record Field(boolean required, Set<String> excusedBy, Optional<String> hiddenIf, Set<String> allowed) {

        static final Field FREE = new Field(false, Set.of(), Optional.empty(), Set.of());
    }

    /** Evaluates a condition of a form. */
    public interface Conditions {

        /** Whether the condition, in FEEL and without its leading equals sign, holds for these values. */
        boolean holds(String condition, Function<String, Object> values);
    }

    public static TaskForm of(String json) {
        try {
            var fields = new HashMap<String, Field>();
            collect(JSON.readTree(json).path("components"), fields);
            return new TaskForm(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a form", e);
        }
    }

    private static void collect(JsonNode components, Map<String, Field> fields) {
        for (var component : components) {
            var path = component.path("path").asText();
            var key = component.path("key").asText();
            if (!path.isEmpty()) {
                fields.put(first(path), Field.FREE);
            } else if (component.has("components")) {
                collect(component.path("components"), fields);
            } else if (!key.isEmpty()
                    && !component.path("disabled").asBoolean()
                    && !WITHOUT_INPUT.contains(component.path("type").asText())) {
                fields.put(first(key), field(component));
            }
        }
    }

    private static Field field(JsonNode component) {
        var excuses = component.path("properties").path(COMPULSORY_UNLESS).asText();
        var hide = component.path("conditional").path("hide").asText();
        return new Field(
                component.path("validate").path("required").asBoolean() || !excuses.isBlank(),
                Arrays.stream(excuses.split("[\\s,]+"))
                        .filter(excuse -> !excuse.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.of(hide.replaceFirst("^\\s*=", "")).filter(h -> !h.isBlank()),
                allowed(component));
    }

    private static Set<String> allowed(JsonNode component) {
        var values = new HashSet<String>();
        if (!Set.of("radio", "select").contains(component.path("type").asText())) return values;
        component.path("values").forEach(v -> values.add(v.path("value").asText()));
        return values;
    }

    private static String first(String key) {
        return key.split("[.\\[]", 2)[0];
    }

    /**
     * Why the values given cannot complete the task, if so.
     *
     * @param current the value a variable has now; given again unchanged it is never refused
     */
    public Optional<Refused> refusal(Map<String, ?> given, Function<String, Object> current, Conditions conditions) {
        var unreadable = faults(given, name -> !readable(given, name), "invalid");
        if (!unreadable.isEmpty()) return Optional.of(new Refused(CommonProblem.BAD_REQUEST, Map.of(), unreadable));
        var tooLong = faults(given, name -> tooLong(given.get(name)), "too-long");
        if (!tooLong.isEmpty()) return Optional.of(new Refused(CommonProblem.INVALID_FIELDS, Map.of(), tooLong));
        for (var one : given.entrySet()) {
            var value = plain(one.getValue());
            var field = fields.get(one.getKey());
            if (field == null) {
                if (!Objects.equals(value, current.apply(one.getKey()))) {
                    return Optional.of(new Refused(EngineProblem.NOT_IN_FORM, Map.of("field", one.getKey())));
                }
            } else if (!blank(value)
                    && !field.allowed().isEmpty()
                    && !field.allowed().contains(String.valueOf(value))) {
                return Optional.of(new Refused(
                        EngineProblem.VALUE_NOT_OFFERED,
                        Map.of(
                                "field", one.getKey(),
                                "allowed", field.allowed().stream().sorted().toList())));
            }
        }
        Function<String, Object> values =
                name -> given.containsKey(name) ? plain(given.get(name)) : current.apply(name);
        return fields.entrySet().stream()
                .filter(f -> blank(plain(given.get(f.getKey()))))
                .filter(f -> demanded(f.getValue(), given, values, conditions))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(name -> new Refused(EngineProblem.ANSWER_MISSING, Map.of("field", name)));
    }

    private static boolean demanded(
            Field field, Map<String, ?> given, Function<String, Object> values, Conditions conditions) {
        return field.required()
                && !field.excusedBy().contains(String.valueOf(plain(given.get(DECISION))))
                && field.hiddenIf().filter(c -> conditions.holds(c, values)).isEmpty();
    }

    private static Object plain(Object value) {
        return value instanceof TypedValue typed ? typed.getValue() : value;
    }

    private static List<FieldError> faults(Map<String, ?> given, Predicate<String> wrong, String code) {
        return given.keySet().stream()
                .filter(wrong)
                .map(name -> new FieldError(name, code))
                .toList();
    }

    private static boolean tooLong(Object value) {
        return plain(value) instanceof String text && text.length() > LONGEST_TEXT;
    }

    /** Broken JSON, or an object of Java that nobody may send, fails only when it is looked at. */
    private static boolean readable(Map<String, ?> given, String name) {
        try {
            plain(given.get(name));
            return true;
        } catch (SpinRuntimeException | IllegalStateException e) {
            return false;
        }
    }

    private static boolean blank(Object value) {
        return value == null || value instanceof String text && text.isBlank();
    }
}
