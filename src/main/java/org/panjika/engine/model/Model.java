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

/**
 * A file of a deployment.
 *
 * @param xml the document of a BPMN or DMN file; empty for a form, and for a file that cannot be read
 * @param defines what it brings
 * @param needs what it binds to its own deployment
 */
public record Model(String name, Optional<Document> xml, Set<Part> defines, Set<Part> needs) {

    public static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

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
        try {
            if (isForm(name)) return form(name, content);
            var document = parser().newDocumentBuilder().parse(new ByteArrayInputStream(content));
            return new Model(name, Optional.of(document), defined(document), needed(document));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            return new Model(name, Optional.empty(), Set.of(), Set.of());
        }
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
        return new Model(name, Optional.empty(), defined, Set.of());
    }

    private static DocumentBuilderFactory parser() throws ParserConfigurationException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
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

    private static Set<Part> needed(Document document) {
        var parts = new LinkedHashSet<Part>();
        elements(document).forEach(e -> {
            bound(e, e.getAttributeNS(CAMUNDA, "formRef"), "formRefBinding", Kind.FORM, parts);
            bound(e, e.getAttributeNS(CAMUNDA, "decisionRef"), "decisionRefBinding", Kind.DECISION, parts);
            bound(e, e.getAttribute("calledElement"), "calledElementBinding", Kind.PROCESS, parts);
        });
        return parts;
    }

    private static void bound(Element element, String id, String binding, Kind kind, Set<Part> parts) {
        var toDeployment = element.getAttributeNS(CAMUNDA, binding).equals("deployment");
        if (!id.isEmpty() && !id.contains("{") && toDeployment) parts.add(new Part(kind, id));
    }

    static Stream<Element> elements(Document document) {
        var all = document.getElementsByTagNameNS("*", "*");
        return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i));
    }
}
