package org.panjika.directory;

/** What a list may be of. */
public enum ListKind {
    INSTITUTIONS,
    STAFF,
    POSTINGS,
    HOLIDAYS
}
