package org.panjika.attendance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panjika.attendance.Finding.Refusal;
import org.panjika.attendance.jdbc.DayOpeningTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens the registers of a day: for every institution its hours and counters, for everybody expected an UNMARKED line
 * (C5, C6, C14). Done at dawn; a day that nobody opened is opened by the first mark for it.
 */
@Service
public class DayOpening {

    private final DayOpeningTable table;
    private final Limits limits;
    private final ZoneId zone;
    private final Cache<LocalDate, Boolean> opened =
            Caffeine.newBuilder().maximumSize(32).build();

    DayOpening(DayOpeningTable table, Limits limits, ZoneId zone) {
        this.table = table;
        this.limits = limits;
        this.zone = zone;
    }

    /** Opens the day unless it is open. */
    public void ensureOpen(LocalDate day) {
        if (opened.getIfPresent(day) != null) return;
        if (!table.isOpen(day)) open(day);
        opened.put(day, true);
    }

    /**
     * Opens the day, or brings an open one in line with the calendar, the tree, the postings and the settings as they are
     * now. Lines about which somebody has said something stay as they are.
     */
    @Transactional
    public void open(LocalDate day) {
        table.open(day, zone, limits.dayCutoffs());
    }

    /** Why a person has no line on a day: a holiday, with its name, or no place of work. */
    Refusal whyNotExpected(Attempt attempt) {
        return table.holiday(attempt.employeeCode(), attempt.day())
                .map(name -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("day", attempt.day());
                    fields.put("holiday", name);
                    return new Refusal(AttendanceProblem.NOT_A_WORKING_DAY, fields);
                })
                .orElseGet(() -> new Refusal(AttendanceProblem.NOT_POSTED_HERE, Map.of()));
    }
}
