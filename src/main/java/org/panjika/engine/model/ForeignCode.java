package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstProperty;
import org.camunda.bpm.impl.juel.Node;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Text;

/** What a model may not contain. The engine refuses the same again when it runs. */
class ForeignCode {

    private static final Set<String> ELEMENTS = Set.of("scriptTask", "script", "connector", "field");
    private static final Set<String> NOT_RUN = Set.of("adHocSubProcess", "complexGateway", "choreography");
    private static final Set<String> ATTRIBUTES =
            Set.of("class", "resource", "variableMappingClass", "formHandlerClass");
    private static final Set<String> DELEGATES = Set.of("delegateExpression", "variableMappingDelegateExpression");
    private static final Set<String> TYPES = Set.of("shell", "mail");
    private static final Set<String> SPECIAL = Set.of("execution", "task", "caseExecution", "externalTask");

    /** Older than Camunda's, and read by the engine as if it were that. */
    private static final String ACTIVITI = "http://activiti.org/bpmn";

    /** The engine's columns hold no more. */
    static final int LONGEST_NAME = 255;

    static final int SHOWN = 60;

    /** What is shown of an expression. */
    private static final int LONGEST = 200;

    private final Vocabulary vocabulary;

    ForeignCode(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** What may not be in a file, each with the element it is in; nothing if it may be deployed. */
    List<Finding> findings(Model model) {
        var file = model.name();
        if (file.length() > LONGEST_NAME) {
            var shown = file.substring(0, SHOWN);
            return List.of(Finding.of(Check.TOO_LONG, shown, "what", shown));
        }
        var overlong = model.defines().stream()
                .map(Model.Part::id)
                .filter(id -> id.length() > LONGEST_NAME)
                .findFirst();
        if (overlong.isPresent())
            return List.of(
                    Finding.of(Check.TOO_LONG, file, "what", overlong.get().substring(0, SHOWN)));
        if (Model.isForm(file)) {
            return model.defines().isEmpty() ? List.of(Finding.of(Check.UNREADABLE, file)) : List.of();
        }
        if (!Model.isProcess(file) && !Model.isDecision(file)) return List.of(Finding.of(Check.FOREIGN_FILE, file));
        if (model.xml().isEmpty()) return List.of(Finding.of(Check.UNREADABLE, file));
        var findings = new ArrayList<Finding>();
        Model.elements(model.xml().get()).forEach(element -> judge(element)
                .forEach(what ->
                        findings.add(Finding.of(what.check(), file, Places.around(element), "what", what.what()))));
        return findings;
    }

    private record What(Check check, String what) {}

    private List<What> judge(Element element) {
        var found = new ArrayList<What>();
        var validator = element.getLocalName().equals("constraint")
                && element.getAttribute("name").equals("validator");
        if (ELEMENTS.contains(element.getLocalName()) || validator || ACTIVITI.equals(element.getNamespaceURI())) {
            found.add(new What(Check.FOREIGN_ELEMENT, element.getLocalName()));
        }
        if (NOT_RUN.contains(element.getLocalName())) {
            found.add(new What(Check.NOT_RUN_HERE, element.getLocalName()));
        }
        if (element.hasAttribute("language")) {
            found.add(new What(Check.FOREIGN_LANGUAGE, element.getAttribute("language")));
        }
        var language = element.getAttribute("expressionLanguage");
        var juel = language.equalsIgnoreCase("juel");
        if (!language.isEmpty() && !juel && !language.toLowerCase(Locale.ROOT).contains("feel")) {
            found.add(new What(Check.FOREIGN_LANGUAGE, language));
        }
        Stream.of("id", "name")
                .map(element::getAttribute)
                .filter(text -> text.length() > LONGEST_NAME)
                .forEach(text -> found.add(new What(Check.TOO_LONG, text.substring(0, SHOWN))));
        var attributes = element.getAttributes();
        IntStream.range(0, attributes.getLength())
                .mapToObj(i -> (Attr) attributes.item(i))
                .forEach(a -> judge(a).ifPresent(found::add));
        var text = ownText(element);
        expression(juel && !text.contains("${") ? "${" + text + "}" : text).ifPresent(found::add);
        return found;
    }

    private static String ownText(Element element) {
        // a DMN expression's text stands in a child <text>; its language stands on the parent
        if (element.hasAttribute("expressionLanguage"))
            return element.getTextContent().strip();
        // an element beside it does not hide a text from the engine
        var children = element.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(Text.class::isInstance)
                .map(text -> ((Text) text).getData())
                .collect(Collectors.joining());
    }

    private Optional<What> judge(Attr attribute) {
        var name = attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName();
        var value = attribute.getValue();
        if (ACTIVITI.equals(attribute.getNamespaceURI())) {
            return Optional.of(new What(Check.FOREIGN_ELEMENT, attribute.getName()));
        }
        if (Model.CAMUNDA.equals(attribute.getNamespaceURI()) || inCamunda(attribute)) {
            if (ATTRIBUTES.contains(name)) return Optional.of(new What(Check.FOREIGN_ELEMENT, name));
            if (name.equals("type") && TYPES.contains(value)) {
                return Optional.of(new What(Check.FOREIGN_ELEMENT, value));
            }
            if (name.equals("formKey") && !value.startsWith("camunda-forms:")) {
                return Optional.of(new What(Check.FOREIGN_FORM, value));
            }
            if (DELEGATES.contains(name) && !isBean(value)) {
                return Optional.of(new What(Check.FOREIGN_EXPRESSION, value));
            }
        }
        return expression(value);
    }

    private static boolean inCamunda(Attr attribute) {
        return attribute.getNamespaceURI() == null
                && Model.CAMUNDA.equals(attribute.getOwnerElement().getNamespaceURI());
    }

    private boolean isBean(String text) {
        return text.matches("[$#]\\{\\s*\\w+\\s*}")
                && vocabulary.hasBean(text.substring(2, text.length() - 1).strip());
    }

    private Optional<What> expression(String text) {
        if (!text.contains("${") && !text.contains("#{")) return Optional.empty();
        var root = Expressions.tree(text);
        if (root.isEmpty()) return Optional.of(new What(Check.UNREADABLE_EXPRESSION, shortened(text)));
        return root.filter(this::forbidden).map(r -> new What(Check.FOREIGN_EXPRESSION, shortened(text)));
    }

    private static String shortened(String text) {
        var stripped = text.strip();
        return stripped.length() <= LONGEST ? stripped : stripped.substring(0, LONGEST) + "…";
    }

    private boolean forbidden(Node node) {
        if (forbiddenItself(node)) return true;
        // the receiver of a call is judged with the call
        return IntStream.range(node instanceof AstMethod ? 1 : 0, node.getCardinality())
                .mapToObj(node::getChild)
                .anyMatch(this::forbidden);
    }

    private boolean forbiddenItself(Node node) {
        if (node instanceof AstMethod call) return !mayCall(call);
        if (node instanceof AstProperty property) return !mayRead(property);
        return node instanceof AstFunction function && !Vocabulary.FUNCTIONS.contains(function.getName());
    }

    private boolean mayCall(AstMethod call) {
        return call.getChild(0) instanceof AstDot receiver
                && receiver.getChild(0) instanceof AstIdentifier bean
                && vocabulary.hasBean(bean.getName())
                && vocabulary.hasMethod(bean.getName(), property(receiver));
    }

    private boolean mayRead(AstProperty property) {
        var owner = property.getChild(0);
        if (owner instanceof AstProperty) return true; // judged itself
        if (!(owner instanceof AstIdentifier name)) return false;
        if (name.getName().equals("execution")) {
            return property instanceof AstDot dot && Vocabulary.EXECUTION.contains(property(dot));
        }
        return !SPECIAL.contains(name.getName()) && !vocabulary.hasBean(name.getName());
    }

    private static String property(AstDot dot) {
        return dot.toString().replaceFirst("^\\.\\s*", "");
    }
}
