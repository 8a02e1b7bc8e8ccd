package org.panjika.lists;

/** A value that was taken otherwise than the file has it; fields as in {@link Finding}. */
public record Mending(int line, String field, String code, String from, String to) {

    public Mending {
        field = Finding.header(field);
        from = Finding.shortened(from);
        to = Finding.shortened(to);
    }
}
