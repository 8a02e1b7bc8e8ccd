package org.panjika.organisation;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.panjika.organisation.Institution.Category;

/** What the words and numbers of the national school list (UDISE) mean here (C2). */
final class UdiseWords {

    // 1 department of education, 2 tribal welfare, 3 local body, 6 other department of the state, 90 social welfare
    private static final Set<String> TAKING_PART = Set.of("1", "2", "3", "6", "90");
    // 4 aided, 5 unaided, 8 unrecognised, 91 to 96 and 101 of the Union, 97 to 99 madarsas of their own boards
    private static final Set<String> NOT_TAKING_PART =
            Set.of("4", "5", "8", "91", "92", "93", "94", "95", "96", "97", "98", "99", "101", "102");
    private static final Set<String> ELEMENTARY = Set.of("1", "2", "4");
    private static final Set<String> SECONDARY = Set.of("3", "5", "6", "7", "8", "10", "11");
    private static final Pattern SECONDARY_CLASSES = Pattern.compile("\\bh?\\.?\\s?sec|\\bjr\\.? college");
    private static final Pattern PRIMARY_CLASSES = Pattern.compile("\\bpri(mary)?\\b|\\bpri\\.");
    private static final Pattern PRIVATE_OR_UNION = Pattern.compile(
            "private|\\bpvt|aided|recogni|madarsa|madrasa|kendriya|navodaya|sainik|railway|tibetan|central|ministry");
    private static final Pattern STATE_OR_LOCAL =
            Pattern.compile("^(department|dept)|^government$|^state gov|other state|welfare|local bod|municipal");

    private UdiseWords() {}

    /** Anything that contains secondary classes is SECONDARY. */
    static Optional<Category> category(String word) {
        var plain = word.toLowerCase(Locale.ROOT);
        if (ELEMENTARY.contains(plain) || plain.equals("elementary")) return Optional.of(Category.ELEMENTARY);
        if (SECONDARY.contains(plain) || SECONDARY_CLASSES.matcher(plain).find())
            return Optional.of(Category.SECONDARY);
        return PRIMARY_CLASSES.matcher(plain).find() ? Optional.of(Category.ELEMENTARY) : Optional.empty();
    }

    /** Departments of the state and local bodies take part, private schools and those of the Union do not. */
    static Optional<Boolean> participates(String management) {
        var plain = management.toLowerCase(Locale.ROOT);
        if (NOT_TAKING_PART.contains(plain) || PRIVATE_OR_UNION.matcher(plain).find()) return Optional.of(false);
        if (TAKING_PART.contains(plain) || STATE_OR_LOCAL.matcher(plain).find()) return Optional.of(true);
        return Optional.empty();
    }

    static Optional<Boolean> urban(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "1", "rural", "r" -> Optional.of(false);
            case "2", "urban", "u" -> Optional.of(true);
            default -> Optional.empty();
        };
    }
}
