package org.panjika.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * A sample person to log in as.
 *
 * @param roles what the person is, in words of the rules: {@code TEACHER}, {@code HEAD} of a school, {@code PEEO},
 *     {@code CBEO}, a functional charge such as {@code DDO}, {@code ADMINISTRATOR} …
 * @param institutionCode where the person belongs; nothing for the administrator
 */
public record CastMember(
        String login,
        String password,
        String name,
        Optional<String> nameHi,
        Optional<String> designation,
        List<String> roles,
        Optional<String> institutionCode,
        Optional<String> institution,
        Optional<String> institutionHi) {

    /** The name in the given language, the English one where there is no other. */
    public String name(String language) {
        return language.equals("hi") ? nameHi.orElse(name) : name;
    }

    /** The institution's name in the given language. */
    public Optional<String> institution(String language) {
        return language.equals("hi") ? institutionHi.or(() -> institution) : institution;
    }
}
