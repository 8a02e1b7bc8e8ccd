package org.panjika.engine.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A file of a deployment.
 *
 * @param xml the document of a BPMN or DMN file; empty for a form, and for a file that cannot be read or is too large to be
 * @param defines what it brings
 * @param needs what it binds to its own deployment
 * @param uses what it takes as it stands when it is needed
 */
public record Model(String name, Optional<Document> xml, Set<Part> defines, Set<Part> needs, Set<Part> uses) {

    public static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    /** In bytes; the largest of our own has a twentieth of it. */
    public static final int LARGEST = 1 << 20;

    private static final int MOST_NESTED = 100;

    public enum Kind {
        PROCESS,
        DECISION,
        FORM
    }

    /** A definition by its key. */
    public record Part(Kind kind, String id) {
        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " '" + id + "'";
        }
    }

    public static Model of(String name, byte[] content) {
        // not even read: a document takes many times its file
        if (content.length > LARGEST) return unread(name);
        try {
            if (isForm(name)) return form(name, content);
            var builder = parser().newDocumentBuilder();
            // what is wrong is said to who deploys, not on the console
            builder.setErrorHandler(new DefaultHandler());
            var document = builder.parse(new ByteArrayInputStream(content));
            return new Model(
                    name, Optional.of(document), defined(document), named(document, true), named(document, false));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            return unread(name);
        }
    }

    private static Model unread(String name) {
        return new Model(name, Optional.empty(), Set.of(), Set.of(), Set.of());
    }

    public static boolean isForm(String name) {
        return name.endsWith(".form");
    }

    public static boolean isProcess(String name) {
        return name.endsWith(".bpmn");
    }

    public static boolean isDecision(String name) {
        return name.endsWith(".dmn");
    }

    private static Model form(String name, byte[] content) throws IOException {
        var id = new ObjectMapper().readTree(content).path("id").asText();
        var defined = id.isEmpty() ? Set.<Part>of() : Set.of(new Part(Kind.FORM, id));
        return new Model(name, Optional.empty(), defined, Set.of(), Set.of());
    }

    private static DocumentBuilderFactory parser() throws ParserConfigurationException {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setAttribute("jdk.xml.maxElementDepth", MOST_NESTED);
        return factory;
    }

    private static Set<Part> defined(Document document) {
        var parts = new LinkedHashSet<Part>();
        elements(document).forEach(e -> {
            if (e.getLocalName().equals("process")) parts.add(new Part(Kind.PROCESS, e.getAttribute("id")));
            if (e.getLocalName().equals("decision")) parts.add(new Part(Kind.DECISION, e.getAttribute("id")));
        });
        return parts;
    }

    private static Set<Part> named(Document document, boolean bound) {
        var parts = new LinkedHashSet<Part>();
        elements(document)
                .forEach(e -> named(e).filter(part -> isBound(e) == bound).ifPresent(parts::add));
        return parts;
    }

    /** Where a part is named first. */
    Optional<Element> naming(Part part) {
        return xml.stream()
                .flatMap(Model::elements)
                .filter(e -> named(e).filter(part::equals).isPresent())
                .findFirst();
    }

    /** What an element names, unless it does so by an expression. */
    private static Optional<Part> named(Element element) {
        return Stream.of(
                        new Part(Kind.FORM, element.getAttributeNS(CAMUNDA, "formRef")),
                        new Part(Kind.DECISION, element.getAttributeNS(CAMUNDA, "decisionRef")),
                        new Part(Kind.PROCESS, element.getAttribute("calledElement")))
                .filter(part -> !part.id().isEmpty() && !part.id().contains("{"))
                .findFirst();
    }

    private static boolean isBound(Element element) {
        return Stream.of("formRefBinding", "decisionRefBinding", "calledElementBinding")
                .anyMatch(binding -> element.getAttributeNS(CAMUNDA, binding).equals("deployment"));
    }

    static Stream<Element> elements(Document document) {
        var all = document.getElementsByTagNameNS("*", "*");
        return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i));
    }
}
