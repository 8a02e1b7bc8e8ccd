package org.panjika.organisation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.panjika.organisation.Setting.Allowed.Form;
import org.panjika.organisation.Setting.Allowed.Whole;
import org.panjika.organisation.Setting.Allowed.Words;

/**
 * What may be set differently from place to place and from day to day (C1), and which values it takes. Texts: {@code
 * settings.name.<key>}, {@code settings.words.<key>}, of words {@code settings.value.<word>}.
 */
public enum Setting {
    /** Its words are the regimes that there are. */
    REGIME("regime", new Words(List.of())),
    ATTENDANCE_MODE("attendanceMode", new Words(List.of("MARKS", "ROLL", "MARKS_AND_ROLL"))),
    GEOFENCE_RADIUS("geofenceRadius", new Whole(20, 5000)),
    PHOTO("photo", new Words(List.of("REQUIRED", "OPTIONAL"))),
    PAPER_REGISTER("paperRegister", new Words(List.of("PROHIBITED", "PARALLEL", "FIRST"))),
    CORRECTION_LADDER("correctionLadder", new Words(List.of("ON", "OFF"))),
    CORRECTION_HINT_DAYS("correctionHintDays", new Whole(1, 366)),
    CORRECTION_HINT_COUNT("correctionHintCount", new Whole(1, 1000)),
    CORRECTION_HINT_TIMES("correctionHintTimes", new Whole(1, 100)),
    LEAVE_ROUTE("leaveRoute", new Words(List.of("ONLINE", "HEAD_ENTERED", "BOTH"))),
    LEAVE_POST_FACTO_DAYS("leavePostFactoDays", new Whole(0, 366)),
    LEAVE_CHANGE_OF_KIND_DAYS("leaveChangeOfKindDays", new Whole(0, 366)),
    LEAVE_VACATION_DAYS("leaveVacationDays", new Whole(1, 366)),
    LEAVE_AHEAD_DAYS("leaveAheadDays", new Whole(1, 1500)),
    LEAVE_CEILING_ELEMENTARY("leaveCeilingElementary", new Form("(0|[1-9][0-9]{0,2})%?", "2, 10%")),
    LEAVE_CEILING_SECONDARY("leaveCeilingSecondary", new Form("(0|[1-9][0-9]{0,2})%?", "2, 10%")),
    FAULT_CLAIM_DAYS("faultClaimDays", new Whole(0, 60)),
    FAULT_REPLY_WORKING_DAYS("faultReplyWorkingDays", new Whole(1, 60)),
    FAULT_LONGEST_DAYS("faultLongestDays", new Whole(1, 366)),
    DOWNTIME_MINUTES("downtimeMinutes", new Whole(2, 1440)),
    PAY_ROUTE("payRoute", new Words(List.of("DDO_STATEMENT", "NEGATIVE_LIST"))),
    PAY_FROM("payFrom", new Form("20[0-9]{2}-(0[1-9]|1[0-2])", "2026-12")),
    PAY_WINDOW(
            "payWindow", new Form("(NEXT|SAME) ([1-9]|1[0-9]|2[0-8])-([1-9]|1[0-9]|2[0-8])", "NEXT 1-5, SAME 21-25")),
    PAY_REMINDERS("payReminders", new Form("([1-9]|1[0-9]|2[0-8])(,([1-9]|1[0-9]|2[0-8])){0,9}", "3,5")),
    PAY_REPLY_DAYS("payReplyDays", new Whole(1, 30));

    private final String key;
    private final Allowed allowed;

    Setting(String key, Allowed allowed) {
        this.key = key;
        this.allowed = allowed;
    }

    /** As the table and the rooms that read it call it. */
    public String key() {
        return key;
    }

    public Allowed allowed() {
        return allowed;
    }

    public static Optional<Setting> find(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    /** Whether the rooms that read the setting understand the value. */
    boolean takes(String value) {
        return allowed.take(value) && (this != PAY_WINDOW || beginsBeforeItEnds(value));
    }

    private static boolean beginsBeforeItEnds(String window) {
        var days = window.substring(window.indexOf(' ') + 1).split("-");
        return Integer.parseInt(days[0]) <= Integer.parseInt(days[1]);
    }

    /** The values that a setting takes. */
    public sealed interface Allowed {

        boolean take(String value);

        /** For a text: the words, the limits, or examples. */
        String text();

        /** One of these. */
        record Words(List<String> all) implements Allowed {
            @Override
            public boolean take(String value) {
                return all.contains(value);
            }

            @Override
            public String text() {
                return String.join(", ", all);
            }
        }

        /** A whole number, both ends included. */
        record Whole(int least, int most) implements Allowed {
            @Override
            public boolean take(String value) {
                return value.matches("0|[1-9][0-9]{0,5}")
                        && Integer.parseInt(value) >= least
                        && Integer.parseInt(value) <= most;
            }

            @Override
            public String text() {
                return least + " – " + most;
            }
        }

        /** Something of a form. */
        record Form(String pattern, String examples) implements Allowed {
            @Override
            public boolean take(String value) {
                return Pattern.matches(pattern, value);
            }

            @Override
            public String text() {
                return examples;
            }
        }
    }
}
