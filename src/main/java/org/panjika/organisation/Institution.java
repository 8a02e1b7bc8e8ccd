package org.panjika.organisation;

import java.util.List;
import java.util.Optional;
import org.panjika.problem.Named;

/**
 * A school or an office as it stands today (C2).
 *
 * @param code UDISE code of a school; kind and area of an office
 * @param path keys of today's ancestors, root first, its own last
 * @param participates whether it counts anywhere: not private and central schools
 */
public record Institution(
        long id,
        String code,
        Kind kind,
        Optional<Category> category,
        String name,
        Optional<String> nameHi,
        boolean participates,
        Optional<Location> location,
        List<Long> path) {

    /**
     * What an institution is; an office kind is also the function of the person at its head. The constants are those that
     * orders name (C2); an administrator may add others, see {@link OfficeKinds}.
     */
    public record Kind(String name) {
        public static final Kind DIRECTORATE = new Kind("DIRECTORATE");
        public static final Kind STATE_OFFICE = new Kind("STATE_OFFICE");
        public static final Kind DIVISION = new Kind("DIVISION");
        public static final Kind CDEO = new Kind("CDEO");
        public static final Kind DEO_ELEMENTARY = new Kind("DEO_ELEMENTARY");
        public static final Kind DEO_SECONDARY = new Kind("DEO_SECONDARY");
        public static final Kind ADPC = new Kind("ADPC");
        public static final Kind DISTRICT_OFFICE = new Kind("DISTRICT_OFFICE");
        public static final Kind CBEO = new Kind("CBEO");
        public static final Kind SCHOOL = new Kind("SCHOOL");

        /** The constants. */
        public static final List<Kind> NAMED = List.of(
                DIRECTORATE,
                STATE_OFFICE,
                DIVISION,
                CDEO,
                DEO_ELEMENTARY,
                DEO_SECONDARY,
                ADPC,
                DISTRICT_OFFICE,
                CBEO,
                SCHOOL);

        public boolean isSchool() {
            return equals(SCHOOL);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** ELEMENTARY: primary, upper primary or both. SECONDARY: anything that contains secondary classes. */
    public enum Category {
        ELEMENTARY,
        SECONDARY
    }

    /** Where it stands, in degrees, and how far that can be trusted. */
    public record Location(double latitude, double longitude, Quality quality, Optional<String> doubt) {

        /** SUSPECT coordinates decide nothing: a mark tested against them waits for the head (C7). */
        public enum Quality {
            SURVEYED,
            IMPORTED,
            SUSPECT
        }
    }

    /** Whether {@code other} is this institution or one of its ancestors today. */
    public boolean isAtOrBelow(Institution other) {
        return path.contains(other.id());
    }

    /** The name in the given language, the English one where there is no other. */
    public String name(String language) {
        return language.equals("hi") ? nameHi.orElse(name) : name;
    }

    /** In both languages, for what is written once and read by everybody: {@code Meera / मीरा}. */
    public String bothNames() {
        return Named.both(name, nameHi);
    }
}
