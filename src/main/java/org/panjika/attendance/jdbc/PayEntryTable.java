package org.panjika.attendance.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.panjika.attendance.PayEffect.Word;
import org.panjika.attendance.Session;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Entries of the verification of pay, one chain with corrections. Append-only: a later one names the one it replaces. */
@Repository
public class PayEntryTable {

    private final JdbcTemplate jdbc;

    PayEntryTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param said those of the word's sessions that are changed at this institution */
    public record Entry(long staffId, LocalDate day, long institutionId, Set<Session> said, Word word) {

        private String about(Session session) {
            return said.contains(session) ? word.reads().name() : null;
        }
    }

    /** A session about which an entry says nothing keeps what was said before. */
    public void insert(UUID request, List<Entry> entries, String by, Instant at) {
        if (entries.isEmpty()) return;
        jdbc.update(
                """
                insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon,
                       afternoon, remark, request_id)
                select ?::timestamptz, ?, before.entry_no, n.day, n.staff_id, n.institution_id, 'PAY',
                       coalesce(n.forenoon::session_status, before.forenoon),
                       coalesce(n.afternoon::session_status, before.afternoon), n.remark, ?
                  from unnest(?::bigint[], ?::date[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                         as n (staff_id, day, institution_id, forenoon, afternoon, remark)
                       left join day_entry before
                         on before.staff_id = n.staff_id and before.day = n.day and before.institution_id = n.institution_id
                        and before.source in ('CORRECTION', 'PAY')
                        and not exists (select from day_entry later where later.supersedes = before.entry_no)
                """,
                at.toString(),
                by,
                request,
                entries.stream().map(Entry::staffId).toArray(Long[]::new),
                texts(entries, e -> e.day().toString()),
                entries.stream().map(Entry::institutionId).toArray(Long[]::new),
                texts(entries, e -> e.about(Session.FORENOON)),
                texts(entries, e -> e.about(Session.AFTERNOON)),
                texts(entries, e -> e.word().remark()));
    }

    /** Of the entry that stands, each session that still reads as the request said is what it was before. */
    public void takeBack(UUID request, long staffId, LocalDate day, String by, Instant at) {
        jdbc.update(
                """
                insert into day_entry (recorded_at, recorded_by, supersedes, day, staff_id, institution_id, source, forenoon,
                       afternoon, request_id)
                select ?::timestamptz, ?, stands.entry_no, stands.day, stands.staff_id, stands.institution_id, 'PAY', n.forenoon,
                       n.afternoon, said.request_id
                  from (select distinct on (e.institution_id) e.*
                          from day_entry e
                         where e.request_id = ? and e.source = 'PAY' and e.staff_id = ? and e.day = ?::date
                         order by e.institution_id, e.entry_no desc) said
                       join lateral (
                         select e.supersedes from day_entry e
                          where e.request_id = said.request_id and e.source = 'PAY' and e.staff_id = said.staff_id
                            and e.day = said.day and e.institution_id = said.institution_id
                          order by e.entry_no limit 1) first on true
                       left join day_entry before on before.entry_no = first.supersedes
                       join day_entry stands
                         on stands.staff_id = said.staff_id and stands.day = said.day
                        and stands.institution_id = said.institution_id and stands.source in ('CORRECTION', 'PAY')
                        and not exists (select from day_entry later where later.supersedes = stands.entry_no)
                       cross join lateral (
                         select case when stands.forenoon = said.forenoon
                                     then coalesce(before.forenoon, 'UNMARKED') else stands.forenoon end as forenoon,
                                case when stands.afternoon = said.afternoon
                                     then coalesce(before.afternoon, 'UNMARKED') else stands.afternoon end as afternoon) n
                 where (n.forenoon, n.afternoon) is distinct from (stands.forenoon, stands.afternoon)
                """,
                at.toString(),
                by,
                request,
                staffId,
                day.toString());
    }

    private static String[] texts(List<Entry> entries, Function<Entry, String> text) {
        return entries.stream().map(text).toArray(String[]::new);
    }
}
