package org.panjika.helpdesk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.panjika.storage.ContentHash;

/**
 * A fault as somebody reports it.
 *
 * @param of code of the person or the institution
 * @param to the first moment that no longer belongs to it
 */
public record Claim(
        UUID id, Fault.Kind kind, Fault.Scope scope, String of, Instant from, Instant to, Optional<String> text) {

    /** Tells a repeated claim from another one under the same id. */
    ContentHash hash(String by) {
        var content =
                String.join("\n", by, kind.name(), scope.name(), of, from.toString(), to.toString(), text.orElse(""));
        return ContentHash.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
