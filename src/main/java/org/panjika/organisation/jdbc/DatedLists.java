package org.panjika.organisation.jdbc;

import org.panjika.lists.Staged;

/** What every list of dated facts about persons is judged by. */
final class DatedLists {

    private DatedLists() {}

    /** The person is known, and what ends does not end before it begins. */
    static void judge(Staged rows) {
        rows.reject(
                "employee_code",
                "unknown-staff",
                "not exists (select from staff s where s.employee_code = r.employee_code)");
        rows.reject("to_day", "ends-before-it-begins", "r.to_day::date < r.from_day::date");
    }

    /** The institution, where one is named, is known. */
    static void judgeInstitution(Staged rows) {
        rows.reject(
                "institution",
                "unknown-institution",
                "r.institution is not null and not exists (select from institution i where i.code = r.institution)");
    }
}
