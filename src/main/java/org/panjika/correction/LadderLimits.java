package org.panjika.correction;

import java.util.List;
import org.panjika.correction.Ladder.Tier;
import org.panjika.organisation.Institution;

/** The figures of the decision table that the ladder compares with. */
public interface LadderLimits {

    /** The decision table: one row for each authority and kind of institution. */
    String TABLE = "correction-ladder";

    /** The tiers of a kind of institution from below to the top; the last one may always decide. */
    List<Tier> tiers(String kind);

    /** Every authority the table names, from below to the top. */
    List<String> authorities();

    /** What the table calls an institution: a school's category, an office's kind. */
    String kind(Institution institution);
}
