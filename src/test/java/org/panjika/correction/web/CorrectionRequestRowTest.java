package org.panjika.correction.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.panjika.attendance.DaySheet;
import org.panjika.attendance.DaySheet.Half;
import org.panjika.attendance.Session;
import org.panjika.attendance.SessionStatus;
import org.panjika.correction.web.CorrectionRequestPage.Row;
import org.panjika.correction.web.CorrectionRequestPage.Typed;

@DisplayName("A person's line in the form that asks for a correction")
class CorrectionRequestRowTest {

    @Test
    @DisplayName(
            "what was asked can be changed, not taken out; what the register has come to read by itself stays as it is")
    void asked() {
        var asked = new Typed(
                Map.of("FORENOON.70000001", SessionStatus.PRESENT, "AFTERNOON.70000001", SessionStatus.PRESENT),
                Map.of(),
                Optional.empty(),
                "",
                List.of());
        var row = new Row(line(SessionStatus.UNMARKED, SessionStatus.PRESENT), asked, asked, List.of());
        assertThat(row.asked(Session.FORENOON)).isTrue();
        assertThat(row.asked(Session.AFTERNOON)).as("no word about it is left").isFalse();
        assertThat(row.options(Session.AFTERNOON)).doesNotContain(SessionStatus.PRESENT);
    }

    private static DaySheet.Line line(SessionStatus forenoon, SessionStatus afternoon) {
        return new DaySheet.Line(
                1,
                "70000001",
                "Meera",
                Optional.empty(),
                "Teacher",
                new Half(forenoon, Optional.empty(), Optional.empty()),
                new Half(afternoon, Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Set.of(),
                Optional.empty());
    }
}
