package org.panjika.payroll.jdbc;

import java.time.Instant;
import java.time.LocalDate;
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

/** Certificates of months outside the portal; of each institution the newest counts. */
@Repository
public class CertificateTable {

    private final JdbcClient jdbc;

    CertificateTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that the institution gave of the month, by the key of the person. */
    public Map<Long, Certificate> of(long institutionId, YearMonth month) {
        return jdbc
                .sql(
                        """
                        select c.staff_id, c.scan, c.absent, c.through, c.remark, c.recorded_by
                          from payroll_certificate c
                         where c.month = :month and c.institution_id = :institution
                           and not exists (select from payroll_certificate later where later.supersedes = c.entry_no)
                        """)
                .param("month", month.atDay(1))
                .param("institution", institutionId)
                .query((row, n) -> Map.entry(
                        row.getLong("staff_id"),
                        new Certificate(
                                new ContentHash(row.getBytes("scan")),
                                new Sessions(row.getLong("absent")),
                                row.getObject("through", LocalDate.class),
                                Optional.ofNullable(row.getString("remark")),
                                row.getString("recorded_by"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @return false if somebody else has certified the month at the same moment */
    public boolean insert(long institutionId, long staffId, YearMonth month, Certificate certificate, Instant now) {
        return jdbc.sql(
                                """
                        insert into payroll_certificate (recorded_at, recorded_by, supersedes, institution_id, staff_id, month, through,
                               scan, absent, remark)
                        values (:now, :by, (select c.entry_no from payroll_certificate c
                                             where c.staff_id = :staff and c.institution_id = :institution and c.month = :month
                                               and not exists (select from payroll_certificate later
                                                                where later.supersedes = c.entry_no)),
                                :institution, :staff, :month, :through, :scan, :absent, :remark)
                            on conflict do nothing
                        """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("by", certificate.by())
                        .param("institution", institutionId)
                        .param("staff", staffId)
                        .param("through", certificate.through())
                        .param("month", month.atDay(1))
                        .param("scan", certificate.scan().bytes())
                        .param("absent", certificate.absent().bits())
                        .param("remark", certificate.remark().orElse(null))
                        .update()
                == 1;
    }
}
