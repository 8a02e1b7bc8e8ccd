package org.panjika.engine.model;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** In which order a case comes to the levels of a ladder, as its model is drawn. */
class LadderWays {

    private final Set<String> starts = new HashSet<>();
    private final Map<String, Set<String>> ways = new HashMap<>();
    private final Map<String, Set<String>> levels;

    /** @param levels of each authority the elements that ask about it */
    LadderWays(Model model, Map<String, List<Element>> levels) {
        model.xml().stream().flatMap(Model::elements).forEach(this::draw);
        this.levels = levels.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        level -> level.getValue().stream().map(LadderWays::node).collect(Collectors.toSet())));
    }

    private void draw(Element element) {
        switch (element.getLocalName()) {
            case "startEvent" -> starts.add(element.getAttribute("id"));
            case "sequenceFlow" -> way(element.getAttribute("sourceRef"), element.getAttribute("targetRef"));
            case "boundaryEvent" -> way(element.getAttribute("attachedToRef"), element.getAttribute("id"));
            default -> {}
        }
    }

    private void way(String from, String to) {
        ways.computeIfAbsent(from, same -> new HashSet<>()).add(to);
    }

    /** The step that asks: of the condition of a flow the gateway before it. */
    private static String node(Element asking) {
        for (var at = asking; at != null; at = at.getParentNode() instanceof Element parent ? parent : null) {
            if (at.getLocalName().equals("sequenceFlow")) return at.getAttribute("sourceRef");
            if (at.getLocalName().endsWith("Task") || at.getLocalName().endsWith("Event")) return at.getAttribute("id");
        }
        return "";
    }

    /** Whether no case comes to an authority but by way of another. */
    boolean comesBefore(String first, String then) {
        var before = levels.getOrDefault(first, Set.of());
        var after = levels.getOrDefault(then, Set.of());
        return !before.isEmpty()
                && !after.isEmpty()
                && after.stream().noneMatch(reached(before)::contains)
                && after.stream().anyMatch(reached(Set.of())::contains);
    }

    /** Where cases come to without passing some steps. */
    private Set<String> reached(Set<String> without) {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            var step = open.poll();
            if (!without.contains(step) && reached.add(step)) open.addAll(ways.getOrDefault(step, Set.of()));
        }
        return reached;
    }
}
