package org.panjika.engine.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The drawing of a process, as its model holds it, to be shown without the modelling tool.
 *
 * @param viewBox of an SVG that shows all of it
 * @param edges flows, and the lines to annotations
 */
public record Diagram(String viewBox, double width, List<Node> nodes, List<Edge> edges) {

    private static final double MARGIN = 20;
    private static final double LINE = 13;

    /** How a node looks. */
    public enum Look {
        TASK,
        EVENT,
        BOUNDARY,
        END,
        GATEWAY,
        SUBPROCESS,
        NOTE
    }

    /**
     * @param mark a sign within it, such as a clock; empty for none
     * @param lines its words, broken and placed
     */
    public record Node(
            String id, Look look, double x, double y, double width, double height, String mark, List<Line> lines) {

        public double middleX() {
            return x + width / 2;
        }

        public double middleY() {
            return y + height / 2;
        }

        /** Corners of a gateway. */
        public String corners() {
            return "%s,%s %s,%s %s,%s %s,%s"
                    .formatted(middleX(), y, x + width, middleY(), middleX(), y + height, x, middleY());
        }
    }

    /** @param points as SVG writes them */
    public record Edge(String points, boolean flow, List<Line> lines) {}

    /** A line of words around a point; an annotation's begins there. */
    public record Line(double x, double y, String text) {}

    /** Empty where the model holds no drawing. */
    public static Optional<Diagram> of(Model model) {
        var document = model.xml();
        if (document.isEmpty()) return Optional.empty();
        Map<String, Element> byId = new HashMap<>();
        Model.elements(document.get())
                .filter(e -> e.hasAttribute("id"))
                .forEach(e -> byId.putIfAbsent(e.getAttribute("id"), e));
        var nodes = new ArrayList<Node>();
        var edges = new ArrayList<Edge>();
        Model.elements(document.get()).forEach(e -> {
            var drawn = byId.get(e.getAttribute("bpmnElement"));
            if (drawn == null) return;
            if (e.getLocalName().equals("BPMNShape")) node(e, drawn).ifPresent(nodes::add);
            if (e.getLocalName().equals("BPMNEdge")) edges.add(edge(e, drawn));
        });
        // what contains others lies below them
        nodes.sort((a, b) -> Boolean.compare(b.look() == Look.SUBPROCESS, a.look() == Look.SUBPROCESS));
        return nodes.isEmpty() ? Optional.empty() : Optional.of(around(nodes, edges));
    }

    private static Diagram around(List<Node> nodes, List<Edge> edges) {
        var points = Stream.concat(
                        nodes.stream()
                                .flatMap(n -> Stream.concat(
                                        Stream.of(
                                                new Line(n.x(), n.y(), ""),
                                                new Line(n.x() + n.width(), n.y() + n.height(), "")),
                                        n.lines().stream().flatMap(Diagram::ends))),
                        edges.stream()
                                .flatMap(e -> Stream.concat(
                                        corners(e), e.lines().stream().flatMap(Diagram::ends))))
                .toList();
        var left = points.stream().mapToDouble(Line::x).min().orElse(0) - MARGIN;
        var top = points.stream().mapToDouble(Line::y).min().orElse(0) - MARGIN;
        var width = points.stream().mapToDouble(Line::x).max().orElse(0) + MARGIN - left;
        var height = points.stream().mapToDouble(Line::y).max().orElse(0) + MARGIN - top;
        return new Diagram("%s %s %s %s".formatted(left, top, width, height), width, nodes, edges);
    }

    private static Stream<Line> ends(Line line) {
        var half = line.text().length() * 3.0;
        return Stream.of(new Line(line.x() - half, line.y(), ""), new Line(line.x() + half, line.y(), ""));
    }

    private static Stream<Line> corners(Edge edge) {
        return Stream.of(edge.points().split(" ")).filter(p -> p.contains(",")).map(p -> {
            var point = p.split(",");
            return new Line(Double.parseDouble(point[0]), Double.parseDouble(point[1]), "");
        });
    }

    private static Optional<Node> node(Element shape, Element drawn) {
        var bounds = child(shape, "Bounds");
        if (bounds.isEmpty()) return Optional.empty();
        var look = look(drawn);
        double x = number(bounds.get(), "x");
        double y = number(bounds.get(), "y");
        double width = number(bounds.get(), "width");
        double height = number(bounds.get(), "height");
        var words = look == Look.NOTE
                ? child(drawn, "text").map(Element::getTextContent).orElse("")
                : drawn.getAttribute("name");
        var lines =
                switch (look) {
                    case TASK -> centred(broken(words, width / 6.2), x + width / 2, y + height / 2);
                    case NOTE -> from(broken(words, Math.max(20, width / 5.4)), x + 6, y + LINE);
                    case SUBPROCESS -> centred(broken(words, width / 5.6), x + width / 2, y + LINE);
                    default ->
                        label(shape)
                                .map(b -> from(
                                        broken(words, Math.max(14, number(b, "width") / 5.6)),
                                        number(b, "x") + number(b, "width") / 2,
                                        number(b, "y") + LINE - 3))
                                .orElseGet(() -> from(broken(words, 18), x + width / 2, y + height + LINE));
                };
        return Optional.of(new Node(drawn.getAttribute("id"), look, x, y, width, height, mark(drawn), lines));
    }

    private static Edge edge(Element edge, Element drawn) {
        var waypoints = edge.getElementsByTagNameNS("*", "waypoint");
        var points = IntStream.range(0, waypoints.getLength())
                .mapToObj(i -> (Element) waypoints.item(i))
                .map(w -> number(w, "x") + "," + number(w, "y"))
                .collect(Collectors.joining(" "));
        var words = drawn.getAttribute("name");
        var lines = words.isEmpty()
                ? List.<Line>of()
                : label(edge)
                        .map(b -> from(
                                broken(words, 18), number(b, "x") + number(b, "width") / 2, number(b, "y") + LINE - 3))
                        .orElse(List.of());
        return new Edge(points, drawn.getLocalName().equals("sequenceFlow"), lines);
    }

    private static Look look(Element drawn) {
        var kind = drawn.getLocalName();
        if (kind.equals("textAnnotation")) return Look.NOTE;
        if (kind.equals("subProcess") || kind.equals("participant") || kind.equals("lane")) return Look.SUBPROCESS;
        if (kind.endsWith("Gateway")) return Look.GATEWAY;
        if (kind.equals("endEvent")) return Look.END;
        if (kind.equals("startEvent")) return Look.EVENT;
        return kind.endsWith("Event") ? Look.BOUNDARY : Look.TASK;
    }

    private static String mark(Element drawn) {
        if (drawn.getElementsByTagNameNS("*", "timerEventDefinition").getLength() > 0 && isEvent(drawn)) return "◷";
        if (drawn.getElementsByTagNameNS("*", "messageEventDefinition").getLength() > 0 && isEvent(drawn)) return "✉";
        if (drawn.getElementsByTagNameNS("*", "errorEventDefinition").getLength() > 0 && isEvent(drawn)) return "↯";
        return switch (drawn.getLocalName()) {
            case "exclusiveGateway" -> "×";
            case "parallelGateway" -> "+";
            case "eventBasedGateway" -> "⬠";
            default -> "";
        };
    }

    private static boolean isEvent(Element drawn) {
        return drawn.getLocalName().endsWith("Event");
    }

    private static Optional<Element> label(Element shape) {
        return child(shape, "BPMNLabel").flatMap(l -> child(l, "Bounds"));
    }

    private static List<Line> centred(List<String> words, double x, double y) {
        return from(words, x, y - (words.size() - 1) * LINE / 2 + 4);
    }

    private static List<Line> from(List<String> words, double x, double y) {
        return IntStream.range(0, words.size())
                .mapToObj(i -> new Line(x, y + i * LINE, words.get(i)))
                .toList();
    }

    private static List<String> broken(String words, double letters) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : words.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) lines.add(line.toString());
        return lines;
    }

    private static Optional<Element> child(Element of, String name) {
        for (var at = of.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element && element.getLocalName().equals(name)) return Optional.of(element);
        }
        return Optional.empty();
    }

    private static double number(Element of, String attribute) {
        try {
            return Double.parseDouble(of.getAttribute(attribute));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
