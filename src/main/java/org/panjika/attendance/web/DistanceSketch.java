package org.panjika.attendance.web;

import java.util.Locale;
import java.util.OptionalInt;

/** A small drawing to scale: the fence around the school, the position, and the circle it may lie in. */
final class DistanceSketch {

    private static final int SIDE = 200;

    private DistanceSketch() {}

    /** SVG of 200 by 200; a position that is not known is left out. */
    static String of(OptionalInt distanceMetres, OptionalInt accuracyMetres, int radiusMetres) {
        var distance = distanceMetres.orElse(0);
        var accuracy = accuracyMetres.orElse(0);
        var reach = Math.max(radiusMetres, distance + accuracy) * 1.1;
        var scale = SIDE / 2.0 / reach;
        var svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200">\
                <rect width="200" height="200" fill="#f6f4ee"/>""");
        circle(svg, 0, radiusMetres * scale, "fill=\"#dbe9dc\" stroke=\"#3d7a46\" stroke-width=\"1.5\"");
        circle(svg, 0, 3, "fill=\"#3d7a46\"");
        if (distanceMetres.isPresent()) {
            circle(svg, distance * scale, Math.max(4, accuracy * scale), "fill=\"#b4532a\" fill-opacity=\"0.25\"");
            circle(svg, distance * scale, 4, "fill=\"#b4532a\"");
            svg.append("<text x=\"6\" y=\"194\" font-size=\"14\" font-family=\"sans-serif\" fill=\"#333\">")
                    .append("%d m ± %d m</text>".formatted(distance, accuracy));
        } else {
            svg.append("<text x=\"6\" y=\"194\" font-size=\"14\" font-family=\"sans-serif\" fill=\"#333\">?</text>");
        }
        return svg.append("</svg>").toString();
    }

    private static void circle(StringBuilder svg, double east, double radius, String look) {
        svg.append(
                String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"100\" r=\"%.1f\" %s/>", 100 + east, radius, look));
    }
}
