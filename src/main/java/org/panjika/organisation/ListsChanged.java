package org.panjika.organisation;

/** Published after institutions, staff, postings or the calendar were changed in bulk: who is expected today may differ. */
public record ListsChanged() {}
