package org.panjika.payroll;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.jdbc.CertificateTable;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Scans;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The month of staff who work outside the portal, verified by the head of the institution of their posting (RJ-12). */
@Service
public class Certificates {

    private static final int LONGEST_REMARK = 500;

    private final CertificateTable table;
    private final Statements statements;
    private final PayMonths months;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final FileStore files;
    private final Scans scans;
    private final Clock clock;

    Certificates(
            CertificateTable table,
            Statements statements,
            PayMonths months,
            Institutions institutions,
            CompetentOffice office,
            FileStore files,
            Scans scans,
            Clock clock) {
        this.table = table;
        this.statements = statements;
        this.months = months;
        this.institutions = institutions;
        this.office = office;
        this.files = files;
        this.scans = scans;
        this.clock = clock;
    }

    /**
     * What was certified.
     *
     * @param absent sessions of the month outside the portal
     * @param through the last day that it covers
     */
    public record Certificate(
            ContentHash scan, Sessions absent, LocalDate through, Optional<String> remark, String by) {}

    /**
     * Somebody's month outside the portal.
     *
     * @param sessions at the other office
     * @param certificate of this institution
     * @param held those that no certificate of this institution covers
     * @param mayCertify whether the caller verifies it
     */
    public record Month(
            Line.Person person,
            Sessions sessions,
            Optional<Certificate> certificate,
            Sessions held,
            boolean mayCertify) {}

    /**
     * Everybody's of an institution who worked outside the portal.
     *
     * @throws Refused as {@link Statements#of(Caller, String, YearMonth)}
     */
    @Transactional
    public List<Month> of(Caller caller, String code, YearMonth month) {
        statements.of(caller, code, month);
        var institution = institutions.find(code).orElseThrow();
        var known = table.of(institution.id(), month);
        return statements.now(institution, month).lines().stream()
                .filter(l -> !l.of(Figure.OFF_PORTAL).isEmpty())
                .map(l -> new Month(
                        l.person(),
                        l.of(Figure.OFF_PORTAL),
                        Optional.ofNullable(known.get(l.person().staffId())),
                        l.of(Figure.OFF_PORTAL).in(l.of(Figure.HELD)),
                        mayCertify(caller, institution, l.person().staffId())))
                .toList();
    }

    private boolean mayCertify(Caller caller, Institution institution, long staffId) {
        return !caller.is(staffId) && caller.actsFor(office.at(institution, Optional.of(staffId)));
    }

    /**
     * The head certifies somebody's month, as far as it has passed, by the certificate of the other office; a later one replaces an
     * earlier one of the same institution. After the month was sent the difference becomes an adjustment (C17). The same
     * certificate of the same person again changes nothing.
     *
     * @param scan of the certificate: a file that is kept
     * @param absent sessions of absence that it tells, of those outside the portal
     * @throws Refused {@code not-found}, {@code not-allowed} to anybody but the head, also about the own month (C4);
     *     {@code invalid-fields}: {@code unknown-file}, {@code not-off-portal}, {@code too-long}; {@code pay-said-meanwhile} if
     *     somebody else has certified the month at the same moment
     */
    @Transactional
    public void certify(
            Caller caller,
            String code,
            YearMonth month,
            String employeeCode,
            String scan,
            Sessions absent,
            Optional<String> remark) {
        var whose = of(caller, code, month).stream()
                .filter(m -> m.person().employeeCode().equals(employeeCode))
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!whose.mayCertify()) throw new Refused(CommonProblem.NOT_ALLOWED);
        var kept = scans.sent(caller.login(), scan).orElseThrow(() -> wrong("scan", "unknown-file"));
        if (!absent.without(whose.sessions()).isEmpty()) throw wrong("absent", "not-off-portal");
        if (remark.filter(r -> r.length() > LONGEST_REMARK).isPresent()) throw wrong("remark", "too-long");
        var certificate = new Certificate(kept, absent, months.through(month), remark, caller.login());
        if (whose.certificate().equals(Optional.of(certificate))) return;
        var staffId = whose.person().staffId();
        var institutionId = institutions.find(code).orElseThrow().id();
        if (table.insert(
                institutionId, staffId, month, certificate, clock.instant().truncatedTo(ChronoUnit.MICROS))) return;
        var said = table.of(institutionId, month).get(staffId);
        if (!certificate.equals(said)) throw new Refused(PayrollProblem.PAY_SAID_MEANWHILE);
    }

    private static Refused wrong(String field, String code) {
        return new Refused(CommonProblem.INVALID_FIELDS, Map.of(), List.of(new FieldError(field, code)));
    }

    /**
     * The scan of a certificate.
     *
     * @throws Refused {@code not-found} where there is none that the caller may see
     */
    @Transactional
    public byte[] scan(Caller caller, String code, YearMonth month, String employeeCode) {
        return of(caller, code, month).stream()
                .filter(m -> m.person().employeeCode().equals(employeeCode))
                .findFirst()
                .flatMap(Month::certificate)
                .flatMap(c -> files.read(c.scan()))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }
}
