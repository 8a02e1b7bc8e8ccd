package org.panjika.attendance.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MarkRequest;
import org.panjika.attendance.Position;

/** A mark as JSON; {@code photo} is base64, or comes as a part of its own. */
record MarkBody(
        @NotNull UUID id,
        @Size(max = 64) String employeeCode,
        @NotNull Mark.Kind kind,
        @NotNull Mark.Mode mode,
        @NotNull OffsetDateTime capturedAt,
        OffsetDateTime sentAt,
        @Valid PositionBody position,
        byte[] photo,
        @Size(max = 200) String deviceId,
        @Size(max = 200) String dutyOrder) {

    record PositionBody(
            @NotNull Double latitude,
            @NotNull Double longitude,
            @NotNull Double accuracyMetres,
            Double fixAgeSeconds,
            Boolean mock) {

        private Position toPosition() {
            return new Position(
                    latitude,
                    longitude,
                    metres(accuracyMetres),
                    fixAgeSeconds == null ? OptionalInt.empty() : OptionalInt.of(metres(fixAgeSeconds)),
                    Boolean.TRUE.equals(mock));
        }

        /** Rounded away from zero: a doubt is never rounded off. */
        private static int metres(double figure) {
            return (int) (Math.signum(figure) * Math.ceil(Math.abs(figure)));
        }
    }

    MarkRequest toRequest(Optional<byte[]> photoPart) {
        return new MarkRequest(
                id,
                Optional.ofNullable(employeeCode),
                kind,
                mode,
                capturedAt.toInstant(),
                Optional.ofNullable(sentAt).map(OffsetDateTime::toInstant),
                Optional.ofNullable(position).map(PositionBody::toPosition),
                photoPart.or(() -> Optional.ofNullable(photo)),
                Optional.ofNullable(deviceId),
                Optional.ofNullable(dutyOrder));
    }
}
