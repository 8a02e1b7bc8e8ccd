package org.panjika.lists;

/**
 * What became of the good lines.
 *
 * @param provisional offices made up because no line and no institution named them (C2)
 */
public record Counts(int created, int updated, int unchanged, int provisional) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    public Counts(int created, int updated, int unchanged) {
        this(created, updated, unchanged, 0);
    }
}
