package org.panjika.engine.model;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;

/** The trees of expressions. */
final class Expressions {

    private static final int LONGEST = 4_000;

    private Expressions() {}

    /** Every node of the expressions in a text; none where it cannot be read. */
    static Stream<Node> nodes(String text) {
        if (text == null || !text.contains("${") && !text.contains("#{")) return Stream.empty();
        return tree(text).stream().flatMap(Expressions::below);
    }

    /** The tree of a text with an expression; empty where it cannot be read. */
    static Optional<Node> tree(String text) {
        // reading one is recursive
        if (text.length() > LONGEST) return Optional.empty();
        try {
            return Optional.of(
                    new Builder(Builder.Feature.METHOD_INVOCATIONS).build(text).getRoot());
        } catch (TreeBuilderException e) {
            return Optional.empty();
        }
    }

    private static Stream<Node> below(Node node) {
        return Stream.concat(
                Stream.of(node),
                IntStream.range(0, node.getCardinality())
                        .mapToObj(node::getChild)
                        .flatMap(Expressions::below));
    }

    /** The text that a call is given first, if it is given one. */
    static Optional<String> firstText(AstMethod call) {
        return below(call.getChild(1)).skip(1).findFirst().flatMap(Expressions::text);
    }

    /** A text written in so many letters. */
    static Optional<String> text(Node node) {
        return node instanceof AstString text ? Optional.of(String.valueOf(text.eval(null, null))) : Optional.empty();
    }
}
