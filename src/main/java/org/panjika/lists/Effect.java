package org.panjika.lists;

import java.util.Map;

/**
 * What would follow elsewhere from taking a list.
 *
 * @param what kebab-case; text {@code lists.effect.<what>}
 * @param of which one, such as a month; may be empty
 * @param figures by name, in the order in which they are shown; text {@code lists.effect.figure.<name>}
 */
public record Effect(String what, String of, Map<String, Integer> figures) {}
