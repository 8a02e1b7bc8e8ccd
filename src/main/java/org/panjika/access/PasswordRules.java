package org.panjika.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/** What a person may choose as a password. */
final class PasswordRules {

    static final int SHORTEST = 10;

    /** The hash looks at no more. */
    static final int LONGEST_BYTES = 72;

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    /** What is wrong with a password, as the code of a field error. */
    static Optional<String> fault(String login, String password) {
        var lower = password.toLowerCase(Locale.ROOT);
        if (password.codePointCount(0, password.length()) < SHORTEST) return Optional.of("password-too-short");
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) return Optional.of("password-too-long");
        if (lower.contains(login.toLowerCase(Locale.ROOT))) return Optional.of("password-contains-login");
        if (lower.codePoints().distinct().count() < 4 || COMMON.contains(bare(lower))) {
            return Optional.of("password-common");
        }
        return Optional.empty();
    }

    // "Password@123" is as easy to guess as "password".
    private static String bare(String password) {
        var bare = password.replaceAll("[^\\p{L}]+$", "");
        return bare.isEmpty() ? password : bare;
    }

    private static Set<String> common() {
        try {
            return new ClassPathResource("access/common-passwords.txt")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
