package org.panjika.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

@DisplayName("The words of forms and models are said in the language of who reads them")
class FormWordsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Locale HINDI = new Locale("hi", "IN");

    static Stream<Resource> forms() throws IOException {
        return found("classpath*:forms/*.form");
    }

    static Stream<Resource> processes() throws IOException {
        return found("classpath*:processes/*.bpmn");
    }

    private static Stream<Resource> found(String pattern) throws IOException {
        return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(pattern));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    @DisplayName(
            "every text of every form is in the messages, in English as the form has it (other languages: MessagesTest)")
    void everyForm(Resource form) throws IOException {
        assertKnown(FormWords.texts(JSON.readTree(form.getContentAsByteArray())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("processes")
    @DisplayName("and so is every name of a process and of a task")
    void everyTask(Resource model) throws IOException {
        var names = new TreeMap<String, String>();
        var read = Bpmn.readModelFromStream(model.getInputStream());
        for (var process : read.getModelElementsByType(Process.class)) {
            names.put("process." + process.getId(), process.getName());
            read.getModelElementsByType(UserTask.class).stream()
                    .map(FlowElement.class::cast)
                    .forEach(task -> names.put("task." + process.getId() + "." + task.getId(), task.getName()));
        }
        assertKnown(names);
    }

    @Test
    @DisplayName("and of a decision table")
    void everyTable() throws IOException {
        var names = new TreeMap<String, String>();
        for (var table : found("classpath*:processes/*.dmn").toList()) {
            Dmn.readModelFromStream(table.getInputStream())
                    .getModelElementsByType(Decision.class)
                    .forEach(decision -> names.put("decision." + decision.getId(), decision.getName()));
        }
        assertThat(names).isNotEmpty();
        assertKnown(names);
    }

    private static void assertKnown(Map<String, String> texts) throws IOException {
        var english = new Properties();
        for (var bundle : found("classpath*:messages/*_en.properties").toList()) {
            english.load(new InputStreamReader(bundle.getInputStream(), StandardCharsets.UTF_8));
        }
        var missing = new TreeMap<String, String>();
        texts.forEach((key, text) -> {
            if (!text.equals(english.getProperty(key))) missing.put(key, text.replace("\n", "\\n"));
        });
        assertThat(missing)
                .as("keys of messages/<feature>_{en,hi,vi}.properties")
                .isEmpty();
    }

    @Test
    @DisplayName("what has no words needs no translation: an expression, HTML that only shows variables")
    void wordless() throws IOException {
        var form = JSON.readTree(
                """
                {"id": "f", "components": [
                  {"id": "a", "label": "=who"},
                  {"id": "b", "content": "<p class=\\"big\\">{{#loop xs}}<b>{{this.name}}</b> · {{/loop}}</p>"},
                  {"id": "c", "content": "<img src=\\"{{photo}}\\" alt=\\"Photograph\\">"}]}
                """);
        assertThat(FormWords.texts(form)).containsOnlyKeys("form.f.c.content");
    }

    @Test
    @DisplayName("a translated text is replaced; one that an administrator has changed since is left as it stands")
    void changedTexts() throws IOException {
        var messages = new StaticMessageSource();
        messages.addMessage("form.f.decision.label", Locale.ENGLISH, "Decision");
        messages.addMessage("form.f.decision.label", HINDI, "निर्णय");
        messages.addMessage("form.f.decision.value.yes", Locale.ENGLISH, "Yes");
        messages.addMessage("form.f.decision.value.yes", HINDI, "हाँ");
        var form = JSON.readTree(
                """
                {"id": "f", "components": [{"type": "group", "id": "g", "label": "Unknown", "components": [
                  {"id": "Field_1", "key": "decision", "label": "Decision",
                   "values": [{"value": "yes", "label": "Yes, if need be"}, {"value": "no"}]}]}]}
                """);
        new FormWords(messages).translate(form, HINDI);
        assertThat(form.at("/components/0/label").asText()).isEqualTo("Unknown");
        assertThat(form.at("/components/0/components/0/label").asText()).isEqualTo("निर्णय");
        assertThat(form.at("/components/0/components/0/values/0/label").asText())
                .isEqualTo("Yes, if need be");
    }
}
