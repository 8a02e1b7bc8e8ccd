package org.panjika.lists;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One row of a list while it is judged: values by column, cleaned of what no value can hold, and what is to be said of them. */
public final class Row {

    private static final Pattern BREAKS = Pattern.compile("[\\t\\r\\n\\u2028\\u2029]+");
    // what is invisible and never part of a word; joiners (U+200C, U+200D) belong to Indian scripts and stay
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cc}\\x{200B}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\x{FEFF}]");
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);
    private static final Pattern LOST_ZERO = Pattern.compile("[1-9][0-9]{9}");

    private final int line;
    private final Map<String, String> values;
    private final Findings findings;
    private boolean rejected;

    Row(int line, Map<String, String> values, Findings findings) {
        this.line = line;
        this.values = values;
        this.findings = findings;
        values.replaceAll(this::clean);
    }

    int line() {
        return line;
    }

    boolean rejected() {
        return rejected;
    }

    /** The value of a column, if the file has the column and it is not empty. */
    public Optional<String> get(String column) {
        return Optional.ofNullable(values.get(column));
    }

    /** Sets what goes on to the database; empty clears it. */
    public void set(String column, Object value) {
        values.put(column, value == null ? null : value.toString());
    }

    /** The row is not to be taken. */
    public void reject(String column, String code) {
        rejected = true;
        findings.reject(new Finding(line, column, code, values.get(column)));
    }

    /** The value is taken as it is, but is not to be trusted. */
    public void doubt(String column, String code) {
        findings.doubt(new Finding(line, column, code, values.get(column)));
    }

    /** Takes another value than the file has, and says so; empty drops the value. */
    public void mend(String column, String code, String to) {
        findings.mend(new Mending(line, column, code, values.get(column), to));
        values.put(column, to);
    }

    /** Rejects the row where a column is empty. */
    public void require(String... columns) {
        for (var column : columns) if (values.get(column) == null) reject(column, "missing");
    }

    /** Replaces a value by what it means, rejecting the row where it means nothing. */
    public void read(String column, String code, Function<String, Optional<?>> meaning) {
        var value = values.get(column);
        if (value == null) return;
        var meant = meaning.apply(value);
        if (meant.isEmpty()) reject(column, code);
        set(column, meant.orElse(null));
    }

    /** Like {@link #read} for one of an enum's names, in any case. */
    public <E extends Enum<E>> void readOneOf(String column, String code, Class<E> type) {
        read(column, code, value -> java.util.Arrays.stream(type.getEnumConstants())
                .filter(e -> e.name().equals(value.toUpperCase(Locale.ROOT).replace(' ', '_')))
                .findFirst());
    }

    /** Like {@link #read} for yes or no, in the words of spreadsheets. */
    public void readYesOrNo(String column) {
        read(column, "neither-yes-nor-no", word -> switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "1" -> Optional.of(true);
            case "false", "no", "n", "0" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** A day as yyyy-MM-dd; other orders are rejected, for nobody can know which number is the month. */
    public void readDay(String column) {
        read(column, "date-malformed", value -> {
            try {
                return Optional.of(LocalDate.parse(value))
                        .filter(day -> !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    /** Gives a UDISE code back the leading zero that a spreadsheet took from it. */
    public void restoreLostZero(String column) {
        var value = values.get(column);
        if (value != null && LOST_ZERO.matcher(value).matches()) mend(column, "leading-zero-restored", "0" + value);
    }

    private String clean(String column, String value) {
        if (value == null || value.isEmpty()) return null;
        var clean = value;
        if (needsCleaning(value)) {
            var joined = BREAKS.matcher(value.strip()).replaceAll(" ");
            if (!joined.equals(value.strip()))
                findings.mend(new Mending(line, column, "line-break-joined", value, joined));
            clean = CONTROLS.matcher(joined).replaceAll("");
            if (!clean.equals(joined))
                findings.mend(new Mending(line, column, "control-character-removed", value, clean));
            clean = clean.strip();
        }
        if (clean.startsWith("'")) {
            var bare = Spreadsheet.unguarded(clean);
            if (!bare.equals(clean))
                findings.mend(new Mending(line, column, "spreadsheet-apostrophe-removed", clean, bare));
            clean = bare;
        }
        return clean.isEmpty() ? null : clean;
    }

    private static boolean needsCleaning(String value) {
        if (Character.isWhitespace(value.charAt(0)) || Character.isWhitespace(value.charAt(value.length() - 1)))
            return true;
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c < ' ' || c >= 0x7F && c < 0xA0 || c >= 0x200B && c <= 0x2069 || c == 0xFEFF) return true;
        }
        return false;
    }
}
