package org.panjika.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panjika.attendance.SessionStatus.ABSENT;
import static org.panjika.attendance.SessionStatus.DUTY;
import static org.panjika.attendance.SessionStatus.HOLIDAY;
import static org.panjika.attendance.SessionStatus.LEAVE;
import static org.panjika.attendance.SessionStatus.PRESENT;
import static org.panjika.attendance.SessionStatus.TECHNICAL;
import static org.panjika.attendance.SessionStatus.TOUR;
import static org.panjika.attendance.SessionStatus.TO_BE_CONFIRMED;
import static org.panjika.attendance.SessionStatus.UNMARKED;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.panjika.attendance.AttendanceDay.Flag;
import org.panjika.attendance.AttendanceDay.Line;
import org.panjika.attendance.AttendanceDay.Origin;
import org.panjika.attendance.DayEntry.Source;
import org.panjika.attendance.Mark.Decision;
import org.panjika.attendance.Mark.Doubt;
import org.panjika.attendance.Mark.Kind;
import org.panjika.attendance.Mark.Mode;

@DisplayName("The day register folds marks and entries (C8, C9, C13)")
class DayRegisterTest {

    /** 9:30 to 16:00, as Bihar's schools since December 2025; the boundary is the midpoint. */
    private static final WorkingHours HOURS = new WorkingHours(at("09:30"), at("12:45"), at("16:00"), at("17:00"));

    private static final Set<Session> WHOLE_DAY = EnumSet.allOf(Session.class);

    static Stream<Arguments> daysByMarks() {
        return Stream.of(
                Arguments.of("IN on time, OUT on time", "09:25", "16:00", PRESENT, PRESENT, 0, 0),
                Arguments.of("IN exactly at the start is on time", "09:30", "16:05", PRESENT, PRESENT, 0, 0),
                Arguments.of("IN 35 minutes late", "10:05", "16:00", PRESENT, PRESENT, 35, 0),
                Arguments.of("IN in the last minute of the forenoon", "12:44", "16:00", PRESENT, PRESENT, 194, 0),
                Arguments.of("IN at the boundary: the forenoon is lost", "12:45", "16:00", UNMARKED, PRESENT, 0, 0),
                Arguments.of("IN at 13:05: late from the boundary", "13:05", "16:00", UNMARKED, PRESENT, 20, 0),
                Arguments.of(
                        "OUT before the boundary: the afternoon is lost", "09:30", "12:44", PRESENT, UNMARKED, 0, 0),
                Arguments.of("OUT at the boundary is an early OUT", "09:30", "12:45", PRESENT, PRESENT, 0, 195),
                Arguments.of("OUT 10 minutes early", "09:30", "15:50", PRESENT, PRESENT, 0, 10),
                Arguments.of("IN alone: present in both sessions", "09:30", null, PRESENT, PRESENT, 0, 0),
                Arguments.of("nothing", null, null, UNMARKED, UNMARKED, 0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("daysByMarks")
    void marksAlone(
            String name, String in, String out, SessionStatus forenoon, SessionStatus afternoon, int late, int early) {
        var marks = new ArrayList<Mark>();
        if (in != null) marks.add(mark(Kind.IN, in));
        if (out != null) marks.add(mark(Kind.OUT, out));
        var day = fold(marks);
        assertThat(day.forenoon().status()).isEqualTo(forenoon);
        assertThat(day.afternoon().status()).isEqualTo(afternoon);
        assertThat(day.lateMinutes()).isEqualTo(late);
        assertThat(day.earlyMinutes()).isEqualTo(early);
    }

    @Test
    @DisplayName("a missing OUT is flagged once the day is over, and is never absence (BR-3, C10)")
    void missingOut() {
        var marks = List.of(mark(Kind.IN, "09:30"));
        assertThat(DayRegister.fold(HOURS, WHOLE_DAY, marks, List.of(), false).flags())
                .isEmpty();
        var over = DayRegister.fold(HOURS, WHOLE_DAY, marks, List.of(), true);
        assertThat(over.flags()).containsExactly(Flag.MISSING_OUT);
        assertThat(over.afternoon().status()).isEqualTo(PRESENT);
    }

    @Test
    @DisplayName("a missing OUT that is confirmed leaves the day as it is; rejected, the afternoon is UNMARKED (C11)")
    void missingOutDecided() {
        var in = mark(Kind.IN, "09:50");
        var confirmed = DayRegister.fold(HOURS, WHOLE_DAY, List.of(decided(in, Decision.CONFIRMED)), List.of(), true);
        assertThat(confirmed.afternoon().status()).isEqualTo(PRESENT);
        assertThat(confirmed.lateMinutes()).isEqualTo(20);
        var rejected = DayRegister.fold(HOURS, WHOLE_DAY, List.of(decided(in, Decision.REJECTED)), List.of(), true);
        assertThat(rejected.forenoon().status()).isEqualTo(PRESENT);
        assertThat(rejected.afternoon().status()).isEqualTo(UNMARKED);
        assertThat(rejected.flags()).containsExactly(Flag.LATE);
    }

    @Test
    @DisplayName("an OUT delivered late is stronger than the word about its absence (C10)")
    void outAfterAll() {
        var in = decided(mark(Kind.IN, "09:30"), Decision.REJECTED);
        var day = DayRegister.fold(HOURS, WHOLE_DAY, List.of(in, mark(Kind.OUT, "16:00")), List.of(), true);
        assertThat(day.afternoon().status()).isEqualTo(PRESENT);
    }

    @Test
    @DisplayName("lateness is never charged on a forenoon of leave, though the afternoon is worked (C9)")
    void lateOnLeave() {
        var leave = new DayEntry(1, Source.LEAVE, Optional.of(LEAVE), Optional.empty(), Optional.of("CL"), false);
        assertThat(fold(List.of(mark(Kind.IN, "11:00")), leave).lateMinutes()).isZero();
        assertThat(fold(List.of(mark(Kind.IN, "13:00")), leave).lateMinutes())
                .as("counted from the boundary")
                .isEqualTo(15);
    }

    @Test
    @DisplayName("an OUT without an IN waits, and is resolved by itself when the IN arrives (C8)")
    void outWithoutIn() {
        var out = mark(Kind.OUT, "16:00", Mode.SELF, Set.of(Doubt.NO_IN), Optional.empty());
        assertThat(fold(List.of(out)).afternoon().status()).isEqualTo(TO_BE_CONFIRMED);
        assertThat(fold(List.of(out)).forenoon().status()).isEqualTo(UNMARKED);
        assertThat(fold(List.of(out, mark(Kind.IN, "09:30"))).afternoon().status())
                .isEqualTo(PRESENT);
    }

    @Test
    @DisplayName("a doubtful IN is to be confirmed; confirmed it is presence, rejected it frees its place (C7, C11)")
    void doubtfulMark() {
        var doubt = Set.of(Doubt.POOR_ACCURACY);
        assertThat(fold(List.of(mark(Kind.IN, "09:30", Mode.SELF, doubt, Optional.empty())))
                        .forenoon()
                        .status())
                .isEqualTo(TO_BE_CONFIRMED);
        assertThat(fold(List.of(mark(Kind.IN, "09:30", Mode.SELF, doubt, Optional.of(Decision.CONFIRMED))))
                        .forenoon()
                        .status())
                .isEqualTo(PRESENT);
        assertThat(fold(List.of(mark(Kind.IN, "09:30", Mode.SELF, doubt, Optional.of(Decision.REJECTED))))
                        .forenoon()
                        .status())
                .isEqualTo(UNMARKED);
    }

    @Test
    @DisplayName(
            "duty elsewhere reads DUTY, and IN at school afterwards is recorded as arrival without losing the day (C8)")
    void dutyThenSchool() {
        var day =
                fold(List.of(mark(Kind.IN, "09:15", Mode.ON_DUTY, Set.of(), Optional.empty()), mark(Kind.IN, "13:30")));
        assertThat(day.forenoon().status()).isEqualTo(DUTY);
        assertThat(day.lateMinutes()).isZero();
    }

    @Test
    @DisplayName(
            "evidence of presence prevails over the roll, which is then flagged; tour and duty from the roll stand")
    void markAgainstRoll() {
        var absent = entry(1, Source.ROLL, ABSENT, ABSENT);
        var day = fold(List.of(mark(Kind.IN, "09:30")), absent);
        assertThat(day.forenoon().status()).isEqualTo(PRESENT);
        assertThat(day.flags()).contains(Flag.ROLL_CONTRADICTED);
        assertThat(fold(List.of(), entry(1, Source.ROLL, TOUR, DUTY)).forenoon().status())
                .isEqualTo(TOUR);
    }

    @Test
    @DisplayName(
            "the roll calls to work who is on leave: LEAVE stands, and both are asked to curtail; what was said before does not")
    void rollOnLeave() {
        var leave = entry(2, Source.LEAVE, LEAVE, LEAVE);
        var since = fold(List.of(), leave, entry(3, Source.ROLL, PRESENT, UNMARKED));
        assertThat(since.forenoon().status()).isEqualTo(LEAVE);
        assertThat(since.flags()).containsExactly(Flag.MARKED_ON_LEAVE);
        assertThat(fold(List.of(), leave, entry(1, Source.ROLL, PRESENT, PRESENT))
                        .flags())
                .as("the approver chose")
                .isEmpty();
        assertThat(fold(List.of(), leave, entry(3, Source.ROLL, ABSENT, LEAVE)).flags())
                .isEmpty();
    }

    @Test
    @DisplayName(
            "a mark on a day of approved leave is kept, the session stays LEAVE, and both are asked to curtail (C13)")
    void markOnLeave() {
        var day = fold(List.of(mark(Kind.IN, "11:30")), entry(1, Source.LEAVE, LEAVE, LEAVE));
        assertThat(day.forenoon().status()).isEqualTo(LEAVE);
        assertThat(day.flags()).containsExactly(Flag.MARKED_ON_LEAVE);
        assertThat(day.lateMinutes()).as("lateness is never charged on LEAVE").isZero();
        assertThat(day.in()).isPresent();
    }

    @Test
    @DisplayName("leave in the forenoon: lateness counts from the boundary (C9)")
    void halfDayLeave() {
        var leave = new DayEntry(1, Source.LEAVE, Optional.of(LEAVE), Optional.empty(), Optional.of("CL"), false);
        var day = fold(List.of(mark(Kind.IN, "13:00")), leave);
        assertThat(day.forenoon().status()).isEqualTo(LEAVE);
        assertThat(day.afternoon().status()).isEqualTo(PRESENT);
        assertThat(day.lateMinutes()).isEqualTo(15);
        assertThat(day.leaveType()).contains("CL");
    }

    @Test
    @DisplayName(
            "a correction prevails over everything but leave that was approved over it, and of two the later (C13)")
    void correction() {
        var corrected = entry(1, Source.CORRECTION, PRESENT, PRESENT);
        assertThat(fold(List.of(), corrected, entry(2, Source.LEAVE, LEAVE, LEAVE))
                        .forenoon()
                        .status())
                .isEqualTo(LEAVE);
        var day = fold(
                List.of(mark(Kind.IN, "09:30")),
                entry(1, Source.CONFIRMATION, LEAVE, LEAVE),
                entry(2, Source.CORRECTION, ABSENT, ABSENT),
                entry(3, Source.CORRECTION, TOUR, PRESENT));
        assertThat(day.forenoon().status()).isEqualTo(TOUR);
        assertThat(day.afternoon().status()).isEqualTo(PRESENT);
    }

    @Test
    @DisplayName("a fault makes TECHNICAL what would read UNMARKED or TO_BE_CONFIRMED, and nothing else (C15)")
    void fault() {
        var fault = entry(1, Source.FAULT, TECHNICAL, TECHNICAL);
        assertThat(fold(List.of(), fault).forenoon()).isEqualTo(new Line(TECHNICAL, Optional.of(Origin.FAULT)));
        var doubtful = mark(Kind.IN, "09:30", Mode.SELF, Set.of(Doubt.NO_POSITION), Optional.empty());
        assertThat(fold(List.of(doubtful), fault).forenoon().status()).isEqualTo(TECHNICAL);
        var confirmed = mark(Kind.IN, "09:30", Mode.SELF, Set.of(Doubt.NO_POSITION), Optional.of(Decision.CONFIRMED));
        assertThat(fold(List.of(confirmed), fault).forenoon().status()).isEqualTo(PRESENT);
        var late = fold(List.of(mark(Kind.IN, "13:05")), fault);
        assertThat(late.forenoon().status()).isEqualTo(TECHNICAL);
        assertThat(late.afternoon().status()).isEqualTo(PRESENT);
        for (var said : List.of(Source.ROLL, Source.LEAVE, Source.CONFIRMATION, Source.CORRECTION)) {
            assertThat(fold(List.of(), fault, entry(2, said, ABSENT, TOUR))
                            .forenoon()
                            .status())
                    .as("somebody's word, " + said)
                    .isEqualTo(ABSENT);
        }
        assertThat(fold(List.of(), entry(2, Source.FAULT, UNMARKED, UNMARKED))
                        .forenoon()
                        .status())
                .as("refused")
                .isEqualTo(UNMARKED);
    }

    @Test
    @DisplayName("a settled fault is the physical register's word: over a mark, with a flag, and below leave (BR-19)")
    void settledFault() {
        var settled = entry(2, Source.FAULT, ABSENT, TECHNICAL);
        var other = entry(1, Source.FAULT, TECHNICAL, TECHNICAL);
        assertThat(fold(List.of(), settled, other).forenoon().status()).isEqualTo(ABSENT);
        assertThat(fold(List.of(), settled, other).afternoon().status()).isEqualTo(TECHNICAL);
        var marked = fold(List.of(mark(Kind.IN, "09:30")), settled);
        assertThat(marked.forenoon().status()).isEqualTo(ABSENT);
        assertThat(marked.afternoon().status()).isEqualTo(PRESENT);
        assertThat(marked.flags()).contains(Flag.ROLL_CONTRADICTED);
        assertThat(fold(List.of(), settled, entry(3, Source.LEAVE, LEAVE, LEAVE))
                        .forenoon()
                        .status())
                .isEqualTo(LEAVE);
    }

    @Test
    @DisplayName(
            "leave that is asked for is recorded and no absence; a mark, a fault or a decision is said instead (C13)")
    void pendingLeave() {
        var asked =
                new DayEntry(1, Source.LEAVE_PENDING, Optional.of(LEAVE), Optional.empty(), Optional.of("CL"), false);
        var day = fold(List.of(), asked);
        assertThat(day.forenoon()).isEqualTo(new Line(UNMARKED, Optional.of(Origin.LEAVE_PENDING)));
        assertThat(day.afternoon()).isEqualTo(new Line(UNMARKED, Optional.empty()));
        assertThat(day.flags()).containsExactly(Flag.LEAVE_PENDING);
        assertThat(day.leaveType()).isEmpty();
        var absent = fold(List.of(), asked, entry(2, Source.ROLL, ABSENT, ABSENT));
        assertThat(absent.forenoon()).isEqualTo(day.forenoon());
        assertThat(absent.afternoon().status()).isEqualTo(ABSENT);
        assertThat(fold(List.of(), asked, entry(2, Source.FAULT, TECHNICAL, TECHNICAL))
                        .forenoon()
                        .status())
                .isEqualTo(TECHNICAL);
        assertThat(fold(List.of(mark(Kind.IN, "09:30")), asked).forenoon().status())
                .isEqualTo(PRESENT);
        assertThat(fold(List.of(), asked, entry(2, Source.CORRECTION, TOUR, TOUR))
                        .forenoon()
                        .status())
                .isEqualTo(TOUR);
    }

    @Test
    @DisplayName("a session in which nobody is expected reads HOLIDAY, whatever is marked (C14)")
    void halfDay() {
        var day = DayRegister.fold(HOURS, Set.of(Session.FORENOON), List.of(mark(Kind.IN, "09:30")), List.of(), false);
        assertThat(day.afternoon().status()).isEqualTo(HOLIDAY);
    }

    @Property
    @Label("the order in which facts arrive does not change what the day reads; nothing becomes ABSENT by itself")
    void order(@ForAll long seed) {
        var random = new Random(seed);
        var marks = new ArrayList<Mark>();
        for (int i = random.nextInt(4); i > 0; i--) {
            marks.add(mark(
                    random.nextBoolean() ? Kind.IN : Kind.OUT,
                    "%02d:%02d".formatted(7 + random.nextInt(11), random.nextInt(60)),
                    Mode.values()[random.nextInt(3)],
                    random.nextBoolean() ? Set.of() : Set.of(Doubt.values()[random.nextInt(8)]),
                    Optional.empty()));
        }
        var entries = new ArrayList<DayEntry>();
        var sources = Source.values();
        var statuses = List.of(PRESENT, LEAVE, TOUR, DUTY);
        for (int i = random.nextInt(4); i > 0; i--) {
            entries.add(entry(
                    i,
                    sources[random.nextInt(sources.length)],
                    statuses.get(random.nextInt(4)),
                    statuses.get(random.nextInt(4))));
        }
        var first = DayRegister.fold(HOURS, WHOLE_DAY, marks, entries, true);
        Collections.shuffle(marks, random);
        Collections.shuffle(entries, random);
        var second = DayRegister.fold(HOURS, WHOLE_DAY, marks, entries, true);
        assertThat(second.forenoon()).isEqualTo(first.forenoon());
        assertThat(second.afternoon()).isEqualTo(first.afternoon());
        assertThat(Stream.of(first.forenoon(), first.afternoon()).map(Line::status))
                .doesNotContain(ABSENT);
    }

    private static AttendanceDay fold(List<Mark> marks, DayEntry... entries) {
        return DayRegister.fold(HOURS, WHOLE_DAY, marks, List.of(entries), false);
    }

    private static DayEntry entry(long number, Source source, SessionStatus forenoon, SessionStatus afternoon) {
        return new DayEntry(number, source, Optional.of(forenoon), Optional.of(afternoon), Optional.empty(), false);
    }

    private static Mark mark(Kind kind, String time) {
        return mark(kind, time, Mode.SELF, Set.of(), Optional.empty());
    }

    private static Mark mark(Kind kind, String time, Mode mode, Set<Doubt> doubts, Optional<Decision> decision) {
        return new Mark(UUID.randomUUID(), kind, mode, at(time), "teacher", doubts, decision);
    }

    private static Mark decided(Mark in, Decision aboutTheMissingOut) {
        return new Mark(
                in.id(),
                in.kind(),
                in.mode(),
                in.capturedAt(),
                in.recordedBy(),
                in.doubts(),
                in.decision(),
                Optional.of(aboutTheMissingOut));
    }

    private static Instant at(String time) {
        return ZonedDateTime.of(2026, 1, 5, 0, 0, 0, 0, ZoneOffset.ofHoursMinutes(5, 30))
                .with(LocalTime.parse(time))
                .toInstant();
    }

    @Test
    @DisplayName("an OUT pressed by mistake before the IN takes nothing from the day (C9)")
    void slip() {
        var day = fold(List.of(
                mark(Kind.OUT, "09:20", Mode.SELF, Set.of(Doubt.NO_IN), Optional.empty()), mark(Kind.IN, "09:25")));
        assertThat(day.forenoon().status()).isEqualTo(PRESENT);
        assertThat(day.afternoon().status()).isEqualTo(PRESENT);
        assertThat(day.out()).as("nobody has gone").isEmpty();
    }

    @Test
    @DisplayName("an OUT that stood by a rejected IN waits for a word of its own (C8)")
    void outOfARejectedIn() {
        var in = mark(Kind.IN, "09:30", Mode.SELF, Set.of(Doubt.NO_POSITION), Optional.of(Decision.REJECTED));
        var out = mark(Kind.OUT, "16:00");
        assertThat(fold(List.of(in, out)).afternoon().status()).isEqualTo(TO_BE_CONFIRMED);
        var confirmed = mark(Kind.OUT, "16:00", Mode.SELF, Set.of(), Optional.of(Decision.CONFIRMED));
        assertThat(fold(List.of(in, confirmed)).afternoon().status()).isEqualTo(PRESENT);
    }

    @Test
    @DisplayName("half a day ends at the boundary: early minutes and the missing OUT go by the forenoon (C10, C14)")
    void endOfHalfADay() {
        var half = Set.of(Session.FORENOON);
        var early = DayRegister.fold(
                HOURS, half, List.of(mark(Kind.IN, "09:30"), mark(Kind.OUT, "12:15")), List.of(), true);
        assertThat(early.earlyMinutes()).isEqualTo(30);
        assertThat(early.flags()).containsExactly(Flag.LEFT_EARLY);
        var silent = DayRegister.fold(HOURS, half, List.of(mark(Kind.IN, "09:30")), List.of(), true);
        assertThat(silent.flags()).containsExactly(Flag.MISSING_OUT);
    }
}
