package org.panjika.payroll.jdbc;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.panjika.payroll.Certificates.Certificate;
import org.panjika.payroll.Sessions;
import org.panjika.storage.ContentHash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Certificates of months outside the portal; the newest counts. */
@Repository
public class CertificateTable {

    private final JdbcClient jdbc;

    CertificateTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of everybody posted at the institution in the month, by the key of the person. */
    public Map<Long, Certificate> of(long institutionId, YearMonth month) {
        return jdbc
                .sql(
                        """
                        select c.staff_id, c.scan, c.absent, c.remark, c.recorded_by
                          from payroll_certificate c
                         where c.month = :month
                           and exists (select from posting p
                                        where p.staff_id = c.staff_id and p.institution_id = :institution
                                          and p.during && daterange(:month, :after))
                           and not exists (select from payroll_certificate later where later.supersedes = c.entry_no)
                        """)
                .param("month", month.atDay(1))
                .param("after", month.plusMonths(1).atDay(1))
                .param("institution", institutionId)
                .query((row, n) -> Map.entry(
                        row.getLong("staff_id"),
                        new Certificate(
                                new ContentHash(row.getBytes("scan")),
                                new Sessions(row.getLong("absent")),
                                Optional.ofNullable(row.getString("remark")),
                                row.getString("recorded_by"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @return false if somebody else has certified the month at the same moment */
    public boolean insert(long staffId, YearMonth month, Certificate certificate, Instant now) {
        return jdbc.sql(
                                """
                        insert into payroll_certificate (recorded_at, recorded_by, supersedes, staff_id, month, scan, absent, remark)
                        values (:now, :by, (select c.entry_no from payroll_certificate c
                                             where c.staff_id = :staff and c.month = :month
                                               and not exists (select from payroll_certificate later
                                                                where later.supersedes = c.entry_no)),
                                :staff, :month, :scan, :absent, :remark)
                            on conflict do nothing
                        """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("by", certificate.by())
                        .param("staff", staffId)
                        .param("month", month.atDay(1))
                        .param("scan", certificate.scan().bytes())
                        .param("absent", certificate.absent().bits())
                        .param("remark", certificate.remark().orElse(null))
                        .update()
                == 1;
    }
}
