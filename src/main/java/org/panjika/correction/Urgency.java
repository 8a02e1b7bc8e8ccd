package org.panjika.correction;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;

/**
 * The place of a request among those that wait, the most urgent first. It stays what it was when the request is decided, so
 * that a list goes on behind it; as text {@code 12} or {@code 12@2027-03-08T18:30:00Z}.
 *
 * @param deadline when the request moves on by itself
 */
public record Urgency(long number, Optional<Instant> deadline) {

    public static Urgency of(Correction request) {
        return new Urgency(request.number(), request.deadline());
    }

    /** @throws Refused {@code bad-request} if the text is none */
    public static Urgency valueOf(String text) {
        var parts = text.split("@", 2);
        try {
            return new Urgency(
                    Long.parseLong(parts[0]),
                    parts.length == 1 ? Optional.empty() : Optional.of(Instant.parse(parts[1])));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new Refused(CommonProblem.BAD_REQUEST);
        }
    }

    @Override
    public String toString() {
        return number + deadline.map(at -> "@" + at).orElse("");
    }
}
