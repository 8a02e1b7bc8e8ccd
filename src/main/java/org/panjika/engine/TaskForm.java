package org.panjika.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.variable.value.TypedValue;

/**
 * What a Camunda Form asks for: its fields that can be edited.
 *
 * @param fields by the name of the variable they set
 */
record TaskForm(Map<String, Field> fields) {

    static final TaskForm NONE = new TaskForm(Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WITHOUT_INPUT =
            Set.of("button", "html", "iframe", "image", "separator", "spacer", "table", "text", "documentPreview");

    /**
     * One field.
     *
     * @param allowed the only values it takes; empty where any
     */
    record Field(boolean required, Set<String> allowed) {}

    static TaskForm of(String json) {
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
                fields.put(first(path), new Field(false, Set.of()));
            } else if (component.has("components")) {
                collect(component.path("components"), fields);
            } else if (!key.isEmpty()
                    && !component.path("disabled").asBoolean()
                    && !WITHOUT_INPUT.contains(component.path("type").asText())) {
                fields.put(first(key), new Field(required(component), allowed(component)));
            }
        }
    }

    private static boolean required(JsonNode component) {
        return component.path("validate").path("required").asBoolean()
                && component.path("conditional").isMissingNode();
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
    Optional<String> refusal(Map<String, ?> given, Function<String, Object> current) {
        for (var one : given.entrySet()) {
            var value = plain(one.getValue());
            var field = fields.get(one.getKey());
            if (field == null) {
                if (!Objects.equals(value, current.apply(one.getKey()))) {
                    return Optional.of("'" + one.getKey() + "' is not asked for by the task's form");
                }
            } else if (!blank(value)
                    && !field.allowed().isEmpty()
                    && !field.allowed().contains(String.valueOf(value))) {
                return Optional.of("'" + one.getKey() + "' must be one of "
                        + field.allowed().stream().sorted().toList());
            }
        }
        return fields.entrySet().stream()
                .filter(f -> f.getValue().required() && blank(plain(given.get(f.getKey()))))
                .map(f -> "'" + f.getKey() + "' is required")
                .sorted()
                .findFirst();
    }

    private static Object plain(Object value) {
        return value instanceof TypedValue typed ? typed.getValue() : value;
    }

    private static boolean blank(Object value) {
        return value == null || value instanceof String text && text.isBlank();
    }
}
