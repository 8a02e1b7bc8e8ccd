package org.panjika.lists;

import org.panjika.problem.Problem;

/** Why a list cannot be read at all; what is wrong with single lines is in the {@link ImportReport}. */
public enum ListProblem implements Problem {
    /** Field {@code line}: the first line with bytes that are not UTF-8. */
    LIST_NOT_UTF8(422),
    /** Field {@code line}: where a quote is opened and never closed, or something follows a closing quote. */
    LIST_NOT_CSV(422),
    /** Field {@code columns}: what the first line does not name. */
    LIST_COLUMNS_MISSING(422),
    /** Field {@code columns}: what the first line names twice. */
    LIST_COLUMNS_TWICE(422),
    LIST_EMPTY(422),
    /** Fields {@code mapping} and {@code known}. */
    LIST_MAPPING_UNKNOWN(422);

    private final int status;

    ListProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
