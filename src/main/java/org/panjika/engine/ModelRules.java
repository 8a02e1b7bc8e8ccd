package org.panjika.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstProperty;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** What a model may not contain, told to the person who deploys it. The engine refuses the same again when it runs. */
class ModelRules {

    private static final Set<String> ELEMENTS = Set.of("scriptTask", "script", "connector", "field");
    private static final Set<String> ATTRIBUTES = Set.of("class", "resource", "variableMappingClass");
    private static final Set<String> DELEGATES = Set.of("delegateExpression", "variableMappingDelegateExpression");
    private static final Set<String> SPECIAL = Set.of("execution", "task", "caseExecution", "externalTask");

    private final Vocabulary vocabulary;

    ModelRules(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** What is wrong with a file, each with the element it is in; nothing if it may be deployed. */
    List<String> objections(Model model) {
        var name = model.name();
        if (Model.isForm(name)) {
            return model.defines().isEmpty() ? List.of(name + ": not a form with an id") : List.of();
        }
        if (!Model.isProcess(name) && !Model.isDecision(name)) {
            return List.of(name + ": only .bpmn, .dmn and .form files are taken");
        }
        if (model.xml().isEmpty()) return List.of(name + ": not readable as XML");
        var objections = new ArrayList<String>();
        Model.elements(model.xml().get())
                .forEach(element -> judge(element).forEach(what -> objections.add(place(element) + ": " + what)));
        return objections;
    }

    private static String place(Element element) {
        for (var at = element; at != null; at = at.getParentNode() instanceof Element parent ? parent : null) {
            if (at.hasAttribute("id")) return "<" + at.getLocalName() + " " + at.getAttribute("id") + ">";
        }
        return "<" + element.getLocalName() + ">";
    }

    private List<String> judge(Element element) {
        var objections = new ArrayList<String>();
        if (ELEMENTS.contains(element.getLocalName())) objections.add("no " + element.getLocalName());
        if (element.getLocalName().equals("conditionExpression") && element.hasAttribute("language")) {
            objections.add("no script as a condition");
        }
        var language = element.getAttribute("expressionLanguage");
        var juel = language.equalsIgnoreCase("juel");
        if (!language.isEmpty() && !juel && !language.toLowerCase(Locale.ROOT).contains("feel")) {
            objections.add("no expression language " + language);
        }
        var attributes = element.getAttributes();
        IntStream.range(0, attributes.getLength())
                .mapToObj(i -> (Attr) attributes.item(i))
                .forEach(a -> judge(a).ifPresent(objections::add));
        var text = ownText(element);
        expression(juel && !text.contains("${") ? "${" + text + "}" : text).ifPresent(objections::add);
        return objections;
    }

    private static String ownText(Element element) {
        // a DMN expression's text stands in a child <text>; its language stands on the parent
        if (element.hasAttribute("expressionLanguage"))
            return element.getTextContent().strip();
        var hasElements = element.getElementsByTagNameNS("*", "*").getLength() > 0;
        return hasElements ? "" : element.getTextContent();
    }

    private Optional<String> judge(Attr attribute) {
        var name = attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName();
        var value = attribute.getValue();
        if (Model.CAMUNDA.equals(attribute.getNamespaceURI()) || inCamunda(attribute)) {
            if (ATTRIBUTES.contains(name)) return Optional.of("no " + name);
            if (name.equals("type") && Set.of("shell", "mail").contains(value))
                return Optional.of("no " + value + " task");
            if (name.equals("formKey") && !value.startsWith("camunda-forms:")) {
                return Optional.of("no form but a Camunda Form");
            }
            if (DELEGATES.contains(name) && !isBean(value)) {
                return Optional.of("'" + value + "' is no bean that models may use");
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

    private Optional<String> expression(String text) {
        if (!text.contains("${") && !text.contains("#{")) return Optional.empty();
        try {
            var root =
                    new Builder(Builder.Feature.METHOD_INVOCATIONS).build(text).getRoot();
            return forbidden(root).map(what -> "'" + text.strip() + "': " + what);
        } catch (TreeBuilderException e) {
            return Optional.of("'" + text.strip() + "' cannot be read");
        }
    }

    private Optional<String> forbidden(Node node) {
        var here = what(node);
        // the receiver of a call is judged with the call
        var from = node instanceof AstMethod && here.isEmpty() ? 1 : 0;
        return here.or(() -> IntStream.range(from, node.getCardinality())
                .mapToObj(node::getChild)
                .flatMap(child -> forbidden(child).stream())
                .findFirst());
    }

    private Optional<String> what(Node node) {
        if (node instanceof AstMethod call) {
            var receiver = call.getChild(0) instanceof AstDot dot ? dot : null;
            if (receiver != null
                    && receiver.getChild(0) instanceof AstIdentifier bean
                    && vocabulary.hasBean(bean.getName())
                    && vocabulary.hasMethod(bean.getName(), property(receiver))) return Optional.empty();
            return Optional.of("models may not call this");
        }
        if (node instanceof AstProperty property && !mayRead(property)) {
            return Optional.of("models may read nothing but variables");
        }
        if (node instanceof AstFunction function && !Vocabulary.FUNCTIONS.contains(function.getName())) {
            return Optional.of("no function " + function.getName());
        }
        return Optional.empty();
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
