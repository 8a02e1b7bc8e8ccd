package org.panjika.organisation;

import org.panjika.problem.Problem;

/** What is refused about the offices there are. */
public enum OrganisationProblem implements Problem {
    OFFICE_KIND_MALFORMED(422),
    OFFICE_KIND_TAKEN(409),
    /** No kind of the orders, whose rules another could have. */
    OFFICE_KIND_UNKNOWN(422),
    /** A language is missing, or a name is too long. */
    OFFICE_KIND_NAMES(422),
    /** None that the rooms which read the setting understand. */
    SETTING_VALUE(422),
    /** What holds from a day on cannot begin on a day that is over. */
    DATED_IN_THE_PAST(422),
    /** Of something that an administrator enters. */
    INSTITUTION_UNKNOWN(422);

    private final int status;

    OrganisationProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
