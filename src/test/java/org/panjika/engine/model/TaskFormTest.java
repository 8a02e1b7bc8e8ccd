package org.panjika.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.engine.EngineProblem;

class TaskFormTest {

    private final TaskForm form = TaskForm.of(
            """
            {"id": "f", "components": [
              {"type": "text", "text": "Read this"},
              {"type": "textfield", "key": "institution", "disabled": true},
              {"type": "group", "components": [
                {"type": "radio", "key": "decision", "validate": {"required": true},
                 "values": [{"label": "A", "value": "approve"}, {"label": "R", "value": "reject"}]}]},
              {"type": "dynamiclist", "path": "lines", "components": [{"type": "textfield", "key": "text"}]},
              {"type": "textarea", "key": "remark", "validate": {"required": true},
               "conditional": {"hide": "=decision = \\"approve\\""}}]}
            """);

    private static final TaskForm.Conditions HIDDEN_FROM_APPROVERS = (condition, values) ->
            condition.equals("decision = \"approve\"") && "approve".equals(values.apply("decision"));

    private final Map<String, Object> current = new HashMap<>(Map.of("institution", "080102"));

    @Test
    @DisplayName("a decision the form offers is taken, with the list and the remark it asks for")
    void taken() {
        assertThat(form.refusal(
                        Map.of("decision", "approve", "lines", "[]", "remark", "seen"),
                        current::get,
                        HIDDEN_FROM_APPROVERS))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "a text longer than the engine keeps is refused by the name of its field; as JSON a list has any length")
    void tooLong() {
        var long4001 = "x".repeat(4_001);
        assertThat(form.refusal(Map.of("decision", "reject", "remark", long4001), current::get, HIDDEN_FROM_APPROVERS))
                .hasValueSatisfying(why -> assertThat(why.errors())
                        .extracting(e -> e.field() + " " + e.code())
                        .containsExactly("remark too-long"));
        assertThat(form.refusal(
                        Map.of("decision", "reject", "remark", long4001.substring(1)),
                        current::get,
                        HIDDEN_FROM_APPROVERS))
                .isEmpty();
    }

    @Test
    @DisplayName("a variable the form does not ask for is refused, and so is one it only shows")
    void notAsked() {
        assertThat(form.refusal(
                        Map.of("decision", "approve", "authority", "CDEO"), current::get, HIDDEN_FROM_APPROVERS))
                .hasValueSatisfying(
                        why -> assertThat(why.fields().get("field").toString()).contains("authority"));
        assertThat(form.refusal(
                        Map.of("decision", "approve", "institution", "080103"), current::get, HIDDEN_FROM_APPROVERS))
                .hasValueSatisfying(
                        why -> assertThat(why.fields().get("field").toString()).contains("institution"));
        assertThat(form.refusal(
                        Map.of("decision", "approve", "text", "in no list"), current::get, HIDDEN_FROM_APPROVERS))
                .isPresent();
    }

    @Test
    @DisplayName("a shown variable sent back as it is changes nothing and is let through")
    void unchanged() {
        assertThat(form.refusal(
                        Map.of("decision", "approve", "institution", "080102"), current::get, HIDDEN_FROM_APPROVERS))
                .isEmpty();
    }

    @Test
    @DisplayName("a value that is not among those offered is refused, and so is a missing required one")
    void notOffered() {
        assertThat(form.refusal(Map.of("decision", "postpone"), current::get, HIDDEN_FROM_APPROVERS))
                .isPresent();
        assertThat(form.refusal(Map.of("remark", "no decision"), current::get, HIDDEN_FROM_APPROVERS))
                .isPresent();
        assertThat(form.refusal(Map.of("decision", " "), current::get, HIDDEN_FROM_APPROVERS))
                .isPresent();
    }

    @Test
    @DisplayName("a required field is demanded unless the form hides it for the answers given")
    void hidden() {
        var without = form.refusal(Map.of("decision", "reject"), current::get, HIDDEN_FROM_APPROVERS);
        assertThat(without).hasValueSatisfying(why -> {
            assertThat(why.problem()).isEqualTo(EngineProblem.ANSWER_MISSING);
            assertThat(why.fields()).containsEntry("field", "remark");
        });
        assertThat(form.refusal(Map.of("decision", "approve"), current::get, HIDDEN_FROM_APPROVERS))
                .isEmpty();
    }

    @Test
    @DisplayName("a remark marked compulsoryUnless is demanded with every decision but those")
    void compulsoryUnless() {
        var remark = TaskForm.of(
                """
                {"id": "f", "components": [
                  {"type": "radio", "key": "decision",
                   "values": [{"value": "approve"}, {"value": "reject"}, {"value": "return"}]},
                  {"type": "textarea", "key": "remark", "properties": {"compulsoryUnless": "approve"}}]}
                """);
        assertThat(remark.refusal(Map.of("decision", "approve"), current::get, HIDDEN_FROM_APPROVERS))
                .isEmpty();
        for (var decision : new String[] {"reject", "return"}) {
            assertThat(remark.refusal(Map.of("decision", decision), current::get, HIDDEN_FROM_APPROVERS))
                    .isPresent();
            assertThat(remark.refusal(
                            Map.of("decision", decision, "remark", "why"), current::get, HIDDEN_FROM_APPROVERS))
                    .isEmpty();
        }
        assertThat(remark.refusal(Map.of("remark", ""), current::get, HIDDEN_FROM_APPROVERS))
                .isPresent();
    }

    @Test
    @DisplayName("a task without a form takes no variable at all")
    void noForm() {
        assertThat(TaskForm.NONE.refusal(Map.of(), current::get, HIDDEN_FROM_APPROVERS))
                .isEmpty();
        assertThat(TaskForm.NONE.refusal(Map.of("x", 1), current::get, HIDDEN_FROM_APPROVERS))
                .isPresent();
    }
}
