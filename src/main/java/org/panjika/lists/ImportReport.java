package org.panjika.lists;

import java.util.List;
import java.util.Map;

/**
 * What an import did, or would do. Each list of findings holds at most a thousand, by line; {@code totals} counts them all
 * by code.
 *
 * @param applied whether anything was kept: not in a preview, and not where a line was rejected and all or nothing asked
 * @param read lines with data
 * @param created lines that became something new; with {@code updated}, {@code unchanged} and {@code rejectedLines} adds
 *     up to {@code read}, but all three are 0 where all or nothing took nothing
 * @param mended values taken otherwise than the file has them
 * @param doubtful values taken as they are, but marked as not to be trusted
 * @param effects what would follow elsewhere; in previews only
 * @param ignoredColumns what the first line names and the import does not know
 */
public record ImportReport(
        boolean preview,
        boolean applied,
        int read,
        int created,
        int updated,
        int unchanged,
        int provisional,
        int rejectedLines,
        List<Finding> rejected,
        List<Mending> mended,
        List<Finding> doubtful,
        Map<String, Map<String, Integer>> totals,
        List<String> ignoredColumns,
        List<Effect> effects) {}
