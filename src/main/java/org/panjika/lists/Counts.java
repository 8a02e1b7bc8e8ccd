package org.panjika.lists;

import java.util.List;

/**
 * What became of the good lines.
 *
 * @param provisional offices made up because no line and no institution named them (C2)
 * @param effects what follows elsewhere, where a preview tells
 */
public record Counts(int created, int updated, int unchanged, int provisional, List<Effect> effects) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    public Counts(int created, int updated, int unchanged) {
        this(created, updated, unchanged, 0);
    }

    public Counts(int created, int updated, int unchanged, int provisional) {
        this(created, updated, unchanged, provisional, List.of());
    }

    public Counts(int created, int updated, int unchanged, List<Effect> effects) {
        this(created, updated, unchanged, 0, effects);
    }
}
