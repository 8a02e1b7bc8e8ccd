package org.panjika.organisation;

/** Published after institutions, staff, postings, the calendar or settings were changed: who is expected today, and how, may differ. */
public record ListsChanged() {}
