package org.panjika.organisation.rows;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Columns of a table, as a statement selects them under an alias and names them with a prefix. */
final class Columns {

    private Columns() {}

    static String of(String alias, String prefix, String... names) {
        return Arrays.stream(names)
                .map(name -> alias + "." + name + " as " + prefix + name)
                .collect(Collectors.joining(", "));
    }
}
