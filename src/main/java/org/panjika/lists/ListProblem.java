package org.panjika.lists;

import org.panjika.problem.Problem;

/** Why a list cannot be read at all; what is wrong with single lines is in the {@link ImportReport}. */
public enum ListProblem implements Problem {
    /** Field {@code line}: the first line with bytes that are not UTF-8. */
    NOT_UTF8("list-not-utf8", 422),
    /** Field {@code line}: where a quote is opened and never closed, or something follows a closing quote. */
    NOT_CSV("list-not-csv", 422),
    /** Field {@code columns}: what the first line does not name. */
    COLUMNS_MISSING("list-columns-missing", 422),
    /** Field {@code columns}: what the first line names twice. */
    COLUMNS_TWICE("list-columns-twice", 422),
    EMPTY("list-empty", 422),
    /** Fields {@code mapping} and {@code known}. */
    UNKNOWN_MAPPING("list-mapping-unknown", 422);

    private final String code;
    private final int status;

    ListProblem(String code, int status) {
        this.code = code;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }
}
