package org.panjika.organisation;

import java.util.Locale;

/**
 * A seat that somebody holds today (C3).
 *
 * @param mayAct whether the person acts in it today, and not only reads by it
 * @param away whether that is so only because the person is away for the whole of the day, or another officiates (C3, C4)
 */
public record Charge(Kind kind, Institution institution, long staffId, Basis basis, boolean mayAct, boolean away) {

    /** HEAD: at the head of the institution, whatever its kind; the others are functional charges at a node. */
    public enum Kind {
        HEAD,
        PEEO,
        DDO,
        DPO_ESTABLISHMENT,
        PMU,
        DIRECTORATE_ESTABLISHMENT,
        BSA,
        CDO,
        DM,
        SRG,
        ARP;

        /** Whoever holds it reads below the district and never acts. */
        public boolean onlyReads() {
            return this == CDO || this == DM;
        }
    }

    /** OFFICIATING prevails over the substantive holder while it runs. */
    public enum Basis {
        SUBSTANTIVE,
        ADDITIONAL,
        OFFICIATING
    }

    /** Whether photographs and papers are shown by it: to who acts in it, and to who is merely away. */
    public boolean showsPapers() {
        return mayAct || away;
    }

    /** The office as a group of the engine: function and institution, such as {@code CBEO_080102}. */
    public String group() {
        return group(kind, institution);
    }

    /** The office's group, whoever holds the seat. */
    public static String group(Kind kind, Institution institution) {
        var function =
                switch (kind) {
                    case HEAD ->
                        institution.kind().isSchool()
                                ? "HEAD"
                                : institution.kind().name();
                    default -> kind.name();
                };
        var prefix = function.replace("_", "").toUpperCase(Locale.ROOT);
        var area = institution.code().startsWith(prefix)
                ? institution.code().substring(prefix.length())
                : institution.code();
        return function + "_" + (area.isEmpty() ? institution.code() : area);
    }
}
