package org.panjika.directory;

/**
 * An institution as lists and exports show it. What is not known is null.
 *
 * @param parent code of the institution directly above today
 * @param provisional made up because no list named the block (C2)
 */
public record Entry(
        String code,
        String name,
        String nameHi,
        String kind,
        String category,
        String parent,
        Double latitude,
        Double longitude,
        String coordinateQuality,
        String coordinateDoubt,
        String locality,
        String district,
        String pincode,
        String management,
        boolean urban,
        boolean participates,
        boolean provisional,
        String calendarGroup) {}
