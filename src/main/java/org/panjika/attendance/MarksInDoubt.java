package org.panjika.attendance;

/** Published after marks that wait for somebody's word have been recorded. */
public record MarksInDoubt() {}
