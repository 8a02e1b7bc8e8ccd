package org.panjika.helpdesk.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.helpdesk.Fault;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Technical faults, what was decided about them, and the evidence by which they were settled. Append-only. */
@Repository
public class FaultTable {

    private static final String SELECT =
            """
            select f.*, s.employee_code, s.name, d.decision, d.recorded_by as decided_by, d.recorded_at as decided_at,
                   d.remark, d.reply_until
              from technical_fault f
                   join institution i on i.id = f.institution_id
                   left join staff s on s.id = f.staff_id
                   left join technical_fault_decision d on d.fault_id = f.id
            """;

    private final JdbcClient jdbc;
    private final Institutions institutions;

    FaultTable(JdbcClient jdbc, Institutions institutions) {
        this.jdbc = jdbc;
        this.institutions = institutions;
    }

    /** A fault on its way into the table. */
    public record NewFault(
            UUID id,
            ContentHash hash,
            Instant at,
            String by,
            Optional<Long> claimant,
            Fault.Kind kind,
            Fault.Scope scope,
            long institutionId,
            Optional<Long> staffId,
            Optional<Long> officeId,
            Instant from,
            Instant to,
            Optional<String> text,
            boolean atOnce) {}

    /** False if there is one of this id, also one that was being written at the same time. */
    public boolean insert(NewFault fault) {
        return jdbc.sql(
                                """
                        insert into technical_fault (id, content_hash, recorded_at, recorded_by, claimant_id, kind, scope,
                               institution_id, staff_id, office_id, from_at, to_at, text, at_once)
                        values (:id, :hash, :at, :by, :claimant, :kind, :scope, :institution, :staff, :office, :from, :to,
                               :text, :atOnce)
                            on conflict (id) do nothing
                        """)
                        .param("id", fault.id())
                        .param("hash", fault.hash().bytes())
                        .param("at", at(fault.at()))
                        .param("by", fault.by())
                        .param("claimant", fault.claimant().orElse(null))
                        .param("kind", fault.kind().name())
                        .param("scope", fault.scope().name())
                        .param("institution", fault.institutionId())
                        .param("staff", fault.staffId().orElse(null))
                        .param("office", fault.officeId().orElse(null))
                        .param("from", at(fault.from()))
                        .param("to", at(fault.to()))
                        .param("text", fault.text().orElse(null))
                        .param("atOnce", fault.atOnce())
                        .update()
                == 1;
    }

    public Optional<Fault> find(UUID id) {
        return jdbc.sql(SELECT + "where f.id = ?").param(id).query(this::read).optional();
    }

    /** Those that have not been refused and that lie between two moments, at least in part; oldest first. */
    public List<UUID> notRefused(Instant from, Instant to) {
        return jdbc.sql(
                        """
                        select f.id from technical_fault f
                         where f.to_at > :from and f.from_at < :to
                           and not exists (select from technical_fault_decision d
                                            where d.fault_id = f.id and d.decision = 'REFUSED')
                         order by f.entry_no
                        """)
                .param("from", at(from))
                .param("to", at(to))
                .query(UUID.class)
                .list();
    }

    /** Whether what was reported under the id is this. */
    public boolean same(UUID id, ContentHash hash) {
        return jdbc.sql("select content_hash = ? from technical_fault where id = ?")
                .params(hash.bytes(), id)
                .query(Boolean.class)
                .single();
    }

    /** Those that lie at or below a seat the caller holds, that cover such a seat or the caller's place, and the own. */
    public List<Fault> list(Caller caller, long before, int atMost) {
        var places = Stream.concat(caller.charges().stream().map(c -> c.institution()), caller.placeOfWork().stream())
                .toList();
        return jdbc.sql(
                        SELECT
                                + """
                         where f.entry_no < :before
                           and (:all or f.claimant_id = :me or i.path && :seats::bigint[]
                                or f.scope = 'AREA' and f.institution_id = any (:above)
                                or f.scope = 'INSTITUTION' and f.institution_id = any (:places))
                         order by f.entry_no desc
                         limit :most
                        """)
                .param("before", before)
                .param("all", caller.administrator())
                .param("me", caller.staff().map(Staff::id).orElse(-1L))
                .param("seats", seats(caller))
                .param("above", places.stream().flatMap(p -> p.path().stream()).toArray(Long[]::new))
                .param("places", places.stream().map(Institution::id).toArray(Long[]::new))
                .param("most", atMost)
                .query(this::read)
                .list();
    }

    /** False if it has been decided before. */
    public boolean decide(UUID id, Fault.Decision decision) {
        return jdbc.sql(
                                """
                        insert into technical_fault_decision (fault_id, recorded_at, recorded_by, decision, remark, reply_until)
                        values (:id, :at, :by, :decision, :remark, :until) on conflict do nothing
                        """)
                        .param("id", id)
                        .param("at", at(decision.at()))
                        .param("by", decision.by())
                        .param("decision", decision.verdict().name())
                        .param("remark", decision.remark().orElse(null))
                        .param(
                                "until",
                                decision.replyUntil().map(FaultTable::at).orElse(null))
                        .update()
                == 1;
    }

    /**
     * Who may settle lines of a fault (C4).
     *
     * @param atTheTop who acts where no seat up to the top may
     */
    public List<Long> settlers(Fault fault, Optional<Long> atTheTop, LocalDate day) {
        return jdbc.sql(
                        """
                        with line as materialized (
                          select distinct e.institution_id, e.staff_id from day_entry e
                           where e.fault_id = :id and e.supersedes is null),
                        decides as materialized (
                          select c.office_id, c.institution_id, c.about,
                                 case when c.office_id is null then :atTheTop else h.staff_id end as holder
                            from competence(:day, array(select distinct unnest(i.path) from institution i
                                                         where i.id in (select institution_id from line)), :root) c
                                 left join lateral acting('HEAD', c.office_id, :day) h on true),
                        at_the_head as materialized (
                          select o.id as office_id, h.staff_id
                            from (select distinct office_id from decides where office_id is not null) o (id)
                                 cross join lateral at_the_head(o.id, :day) h)
                        select distinct d.holder
                          from line l join decides d on d.institution_id = l.institution_id
                                                    and (d.about is null or d.about = l.staff_id)
                         where d.holder <> l.staff_id
                           and not exists (
                             select from at_the_head h where h.office_id = d.office_id and h.staff_id = l.staff_id)
                        """)
                .param("id", fault.id())
                .param("atTheTop", atTheTop.orElse(null), Types.BIGINT)
                .param("root", fault.institution().path().get(0))
                .param("day", day)
                .query(Long.class)
                .list();
    }

    /** The evidence of lines settled at an institution. */
    public void settle(
            UUID id,
            long institutionId,
            Optional<ContentHash> scan,
            Optional<String> statement,
            List<Long> witnesses,
            String by,
            Instant at) {
        jdbc.sql(
                        """
                        insert into technical_fault_settlement (recorded_at, recorded_by, fault_id, institution_id, scan,
                               statement, witnesses)
                        values (:at, :by, :id, :institution, :scan, :statement, :witnesses)
                        """)
                .param("at", at(at))
                .param("by", by)
                .param("id", id)
                .param("institution", institutionId)
                .param("scan", scan.map(ContentHash::bytes).orElse(null))
                .param("statement", statement.orElse(null))
                .param("witnesses", witnesses.toArray(Long[]::new))
                .update();
    }

    /**
     * What has been settled of a fault where the caller may know it: at the own place of work and below the seats held; newest
     * first.
     *
     * @param number one of them; empty: all
     */
    public List<Fault.Settled> settled(Caller caller, UUID id, Optional<Long> number, int atMost) {
        return jdbc.sql(
                        """
                        select t.*
                          from technical_fault_settlement t join institution i on i.id = t.institution_id
                         where t.fault_id = :id and (:number::bigint is null or t.entry_no = :number)
                           and (:all or i.path && :seats::bigint[] or i.id = :place)
                         order by t.entry_no desc
                         limit :most
                        """)
                .param("id", id)
                .param("number", number.orElse(null))
                .param("all", caller.administrator())
                .param("seats", seats(caller))
                .param("place", caller.placeOfWork().map(Institution::id).orElse(-1L))
                .param("most", atMost)
                .query(this::readSettled)
                .list();
    }

    private Fault.Settled readSettled(ResultSet row, int number) throws SQLException {
        return new Fault.Settled(
                row.getLong("entry_no"),
                institutions.find(row.getLong("institution_id")).orElseThrow(),
                row.getString("recorded_by"),
                instant(row, "recorded_at").orElseThrow(),
                Optional.ofNullable(row.getBytes("scan")).map(ContentHash::new),
                Optional.ofNullable(row.getString("statement")),
                List.of((Long[]) row.getArray("witnesses").getArray()));
    }

    private static Long[] seats(Caller caller) {
        return caller.charges().stream().map(c -> c.institution().id()).toArray(Long[]::new);
    }

    private Fault read(ResultSet row, int number) throws SQLException {
        var staff = row.getString("employee_code");
        var decision = row.getString("decision");
        return new Fault(
                row.getObject("id", UUID.class),
                row.getLong("entry_no"),
                Fault.Kind.valueOf(row.getString("kind")),
                Fault.Scope.valueOf(row.getString("scope")),
                institutions.find(row.getLong("institution_id")).orElseThrow(),
                staff == null
                        ? Optional.empty()
                        : Optional.of(new Fault.Person(row.getLong("staff_id"), staff, row.getString("name"))),
                row.getString("recorded_by"),
                Optional.ofNullable(row.getObject("claimant_id", Long.class)),
                Optional.ofNullable(row.getObject("office_id", Long.class)).flatMap(institutions::find),
                instant(row, "recorded_at").orElseThrow(),
                instant(row, "from_at").orElseThrow(),
                instant(row, "to_at").orElseThrow(),
                Optional.ofNullable(row.getString("text")),
                row.getBoolean("at_once"),
                decision == null
                        ? Optional.empty()
                        : Optional.of(new Fault.Decision(
                                Fault.Verdict.valueOf(decision),
                                row.getString("decided_by"),
                                instant(row, "decided_at").orElseThrow(),
                                Optional.ofNullable(row.getString("remark")),
                                instant(row, "reply_until"))));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
