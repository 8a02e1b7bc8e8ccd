package org.panjika.calendar;

/**
 * People of one cadre at an institution: they have the same working days (C14).
 *
 * @param cadre {@code VACATION} or {@code NON_VACATION}
 */
public record CadreAt(long institutionId, String cadre) {}
