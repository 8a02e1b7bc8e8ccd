package org.panjika.leave;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.panjika.storage.ContentHash;

/**
 * Leave as somebody asks for it.
 *
 * @param type code of the kind
 * @param attachments hashes of documents sent before
 * @param officiating employee code of who officiates while a head is away (C3); refused of who is no head or away for no whole
 *     day, of who works elsewhere, and of who is away on any of the days
 * @param changes the approved leave of which another kind is asked for, of the same days
 */
public record LeaveRequest(
        UUID id,
        String type,
        LeaveSpan span,
        String reason,
        Optional<String> contact,
        List<String> attachments,
        Optional<String> officiating,
        Optional<UUID> changes) {

    /** Tells a repeated request from another one under the same id. */
    ContentHash hash(String by, Optional<Paper> paper) {
        var content = String.join(
                "\n",
                by,
                type,
                span.toString(),
                reason,
                contact.orElse(""),
                attachments.toString(),
                officiating.orElse(""),
                changes.map(UUID::toString).orElse(""),
                paper.map(Paper::toString).orElse(""));
        return ContentHash.of(content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The paper by which leave was sanctioned that the head enters (BR-11, BR-12).
     *
     * @param guardFile where the written application is kept
     * @param scan hash of the scanned application
     */
    public record Paper(
            LocalDate appliedOn,
            String sanctionedBy,
            LocalDate sanctionedOn,
            Optional<String> orderNumber,
            String guardFile,
            String scan) {}
}
