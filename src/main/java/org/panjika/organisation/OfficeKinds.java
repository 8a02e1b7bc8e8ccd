package org.panjika.organisation;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.panjika.organisation.jdbc.OfficeKindTable;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** Which kinds of offices there are: those of the orders (C2), and what an administrator adds for an authority of its own. */
@Service
public class OfficeKinds {

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    private static final int LONGEST_CODE = 30;
    private static final int LONGEST_NAME = 100;
    private static final List<String> LANGUAGES = List.of("en", "hi", "vi");

    /** Words that stand where a kind of office may stand too. */
    private static final Set<String> TAKEN =
            Set.of("PARENT_HEAD", "TOP", "ANCESTOR", "ELEMENTARY", "SECONDARY", "NONE");

    private final OfficeKindTable table;
    private final Clock clock;

    OfficeKinds(OfficeKindTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * A kind of office.
     *
     * @param rulesOf the kind as which decision tables read it; its own code for the kinds of the orders
     * @param names what its head is called, by language; empty for the kinds of the orders, for which messages have it
     */
    public record OfficeKind(String code, String rulesOf, Map<String, String> names) {

        public boolean isAdded() {
            return !code.equals(rulesOf);
        }
    }

    /** Without schools. */
    public List<OfficeKind> all() {
        return table.all().values().stream()
                .filter(kind -> !kind.code().equals(Institution.Kind.SCHOOL.name()))
                .toList();
    }

    public Optional<Institution.Kind> find(String code) {
        return table.find(code).map(kind -> new Institution.Kind(kind.code()));
    }

    /** All that there are now, schools among them, by code. */
    public Map<String, Institution.Kind> known() {
        return table.all().keySet().stream().collect(Collectors.toMap(Function.identity(), Institution.Kind::new));
    }

    /** What may be asked for as an office: kinds, schools among them, and functional charges. */
    public Set<String> functions() {
        return table.functions();
    }

    /** The kind as decision tables know it. */
    public String inTables(Institution.Kind kind) {
        return table.find(kind.name()).map(OfficeKind::rulesOf).orElse(kind.name());
    }

    /** What the head of an added kind of office is called; empty for every other function. */
    public Optional<String> name(String function, Locale locale) {
        return table.find(function)
                .map(OfficeKind::names)
                .map(names -> names.getOrDefault(locale.getLanguage(), names.get("en")));
    }

    /**
     * Adds a kind of office. Institutions of it are then imported like any other.
     *
     * @throws Refused {@code office-kind-malformed}, {@code office-kind-taken}, {@code office-kind-unknown}, {@code
     *     office-kind-names}
     */
    public void add(OfficeKind kind, String by) {
        if (!CODE.matcher(kind.code()).matches() || kind.code().length() > LONGEST_CODE) {
            throw new Refused(OrganisationProblem.OFFICE_KIND_MALFORMED);
        }
        if (all().stream().noneMatch(k -> !k.isAdded() && k.code().equals(kind.rulesOf()))) {
            throw new Refused(OrganisationProblem.OFFICE_KIND_UNKNOWN, Map.of("kind", kind.rulesOf()));
        }
        mustBeNamed(kind.names());
        var taken = functions().contains(kind.code()) || TAKEN.contains(kind.code());
        if (taken || !table.add(kind, by, now())) {
            throw new Refused(OrganisationProblem.OFFICE_KIND_TAKEN, Map.of("kind", kind.code()));
        }
    }

    /**
     * The heads of an added kind are called otherwise from now on.
     *
     * @throws Refused {@code office-kind-unknown} unless the kind has been added, {@code office-kind-names}
     */
    public void rename(String code, Map<String, String> names, String by) {
        var kind = table.find(code)
                .filter(OfficeKind::isAdded)
                .orElseThrow(() -> new Refused(OrganisationProblem.OFFICE_KIND_UNKNOWN, Map.of("kind", code)));
        mustBeNamed(names);
        table.rename(new OfficeKind(code, kind.rulesOf(), names), by, now());
    }

    private static void mustBeNamed(Map<String, String> names) {
        for (var language : LANGUAGES) {
            var name = names.getOrDefault(language, "");
            if (name.isBlank() || name.length() > LONGEST_NAME)
                throw new Refused(OrganisationProblem.OFFICE_KIND_NAMES);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
