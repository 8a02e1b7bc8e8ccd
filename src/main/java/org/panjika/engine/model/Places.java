package org.panjika.engine.model;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.w3c.dom.Element;

/** Where things are in a process. */
final class Places {

    private Places() {}

    static Finding.Element of(BaseElement element) {
        var name = Optional.ofNullable(element.getAttributeValue("name")).filter(n -> !n.isBlank());
        return new Finding.Element(element.getElementType().getTypeName(), element.getId(), name);
    }

    /** Of an element without an id, the nearest one around it that has one. */
    static Finding.Element around(ModelElementInstance element) {
        for (var at = element; at != null; at = at.getParentElement()) {
            if (at instanceof BaseElement base && base.getId() != null) return of(base);
        }
        return new Finding.Element(element.getElementType().getTypeName(), "", Optional.empty());
    }

    /** The same of an element that is only read as XML. */
    static Finding.Element around(Element element) {
        for (var at = element; at != null; at = at.getParentNode() instanceof Element parent ? parent : null) {
            if (at.hasAttribute("id")) {
                var name = Optional.of(at.getAttribute("name")).filter(n -> !n.isBlank());
                return new Finding.Element(at.getLocalName(), at.getAttribute("id"), name);
            }
        }
        return new Finding.Element(element.getLocalName(), "", Optional.empty());
    }

    /** All elements of a type within a process, at any depth. */
    static <T extends ModelElementInstance> List<T> all(Process process, Class<T> type) {
        return process.getModelInstance().getModelElementsByType(type).stream()
                .filter(element -> within(element, process))
                .toList();
    }

    private static boolean within(ModelElementInstance element, Process process) {
        for (var at = element; at != null; at = at.getParentElement()) if (at.equals(process)) return true;
        return false;
    }
}
