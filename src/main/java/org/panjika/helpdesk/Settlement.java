package org.panjika.helpdesk;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.panjika.access.Caller;
import org.panjika.attendance.FaultEffect;
import org.panjika.attendance.FaultEffect.Line;
import org.panjika.attendance.FaultSession;
import org.panjika.helpdesk.jdbc.FaultTable;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Setting;
import org.panjika.organisation.SettingsInForce;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.panjika.storage.Scans;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** TECHNICAL sessions become what the physical register says (BR-19); where paper is prohibited, what witnesses say (UP-9). */
@Service
public class Settlement {

    private static final int WITNESSES = 2;
    private static final int NEWEST = 50;

    private final Faults faults;
    private final FaultTable table;
    private final FaultEffect effect;
    private final Deciders deciders;
    private final Institutions institutions;
    private final SettingsInForce settings;
    private final StaffList staffList;
    private final FileStore files;
    private final Scans scans;
    private final Clock clock;

    Settlement(
            Faults faults,
            FaultTable table,
            FaultEffect effect,
            Deciders deciders,
            Institutions institutions,
            SettingsInForce settings,
            StaffList staffList,
            FileStore files,
            Scans scans,
            Clock clock) {
        this.faults = faults;
        this.table = table;
        this.effect = effect;
        this.deciders = deciders;
        this.institutions = institutions;
        this.settings = settings;
        this.staffList = staffList;
        this.files = files;
        this.scans = scans;
        this.clock = clock;
    }

    /**
     * What proves the lines.
     *
     * @param scan what POST /files answered to the caller for the scanned page of the physical register
     * @param statement the head's signed statement, where paper is prohibited
     * @param witnesses two employee codes, where paper is prohibited
     */
    public record Evidence(Optional<String> scan, Optional<String> statement, List<String> witnesses) {}

    /** What a person may settle at an institution now. */
    public record Sheet(Institution institution, List<FaultSession> lines) {}

    /** What of a fault the caller may settle now, by institution, from the top of the tree down. */
    public List<Sheet> sheets(Caller caller, Fault fault) {
        if (!fault.inForce()) return List.of();
        var lines = effect.openTo(deciders.settler(caller, fault), fault.id(), Optional.empty()).stream()
                .collect(Collectors.groupingBy(FaultSession::institutionId));
        return institutions.all(List.copyOf(lines.keySet())).stream()
                .map(i -> new Sheet(i, lines.get(i.id())))
                .toList();
    }

    /** Whether a scan of the physical register is asked for; else statement and witnesses. */
    public boolean onPaper(Institution place) {
        return !settings.at(place, Setting.PAPER_REGISTER, LocalDate.now(clock)).equals("PROHIBITED");
    }

    /**
     * By what lines were settled, newest first; of large areas the newest only.
     *
     * @throws Refused {@code not-found} outside the caller's view
     */
    @Transactional(readOnly = true)
    public List<Fault.Settled> evidence(Caller caller, UUID id) {
        return table.settled(caller, faults.find(caller, id).fault().id(), Optional.empty(), NEWEST);
    }

    /**
     * The scan by which lines were settled.
     *
     * @param number of the settlement
     * @throws Refused {@code not-found}
     */
    @Transactional(readOnly = true)
    public byte[] scan(Caller caller, UUID id, long number) {
        return table.settled(caller, faults.find(caller, id).fault().id(), Optional.of(number), 1).stream()
                .findFirst()
                .flatMap(Fault.Settled::scan)
                .flatMap(files::read)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * Settles lines, all or none.
     *
     * @param institutionCode empty: the first one where the caller may settle anything
     * @throws Refused {@code not-found} outside the caller's view; {@code fault-not-in-force} while it is undecided or once
     *     it is refused; {@code own-fault} for the own line, {@code not-allowed} for one that is another's to settle;
     *     {@code nothing-to-settle}; {@code scan-required}, {@code scan-unknown}, {@code statement-required} for missing
     *     evidence; {@code invalid-fields} naming the lines that are wrong
     */
    @Transactional
    public void settle(Caller caller, UUID id, Optional<String> institutionCode, List<Line> lines, Evidence evidence) {
        var fault = faults.find(caller, id).fault();
        var place = place(caller, fault, institutionCode).orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED));
        if (!fault.inForce()) throw new Refused(FaultProblem.FAULT_NOT_IN_FORCE);
        if (lines.isEmpty()) throw new Refused(FaultProblem.NOTHING_TO_SETTLE);
        refuseOthersLines(caller, fault, place, lines);
        var onPaper = onPaper(place);
        var scan = evidence.scan().map(hex -> known(caller, hex));
        if (onPaper && scan.isEmpty()) throw new Refused(FaultProblem.SCAN_REQUIRED);
        var statement = evidence.statement().map(String::strip).filter(s -> !s.isEmpty());
        var witnesses = onPaper ? List.<Long>of() : witnesses(caller, place, statement, evidence.witnesses());
        effect.settle(id, place.id(), lines, caller.login());
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        table.settle(id, place.id(), scan, statement, witnesses, caller.login(), now);
    }

    private Optional<Institution> place(Caller caller, Fault fault, Optional<String> code) {
        if (code.isPresent()) {
            return Optional.of(institutions
                    .find(code.get())
                    .filter(caller::supervises)
                    .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND)));
        }
        return sheets(caller, fault).stream()
                .map(Sheet::institution)
                .findFirst()
                .or(() -> Optional.of(fault.institution()).filter(caller::supervises));
    }

    private void refuseOthersLines(Caller caller, Fault fault, Institution place, List<Line> lines) {
        var own = caller.staff().map(Staff::employeeCode);
        var asked = lines.stream().map(Line::employeeCode).collect(Collectors.toSet());
        if (own.filter(asked::contains).isPresent()) throw new Refused(FaultProblem.OWN_FAULT);
        var mine = effect.openTo(deciders.settler(caller, fault), fault.id(), Optional.of(place.id())).stream()
                .map(FaultSession::employeeCode)
                .collect(Collectors.toSet());
        var others = effect.open(fault.id(), place.id()).stream()
                .map(FaultSession::employeeCode)
                .filter(code -> !mine.contains(code));
        if (others.anyMatch(asked::contains)) throw new Refused(CommonProblem.NOT_ALLOWED);
    }

    private ContentHash known(Caller caller, String hex) {
        return scans.sent(caller.login(), hex).orElseThrow(() -> new Refused(FaultProblem.SCAN_UNKNOWN));
    }

    /** Two people of the place or the cluster, not the one who settles. */
    private List<Long> witnesses(
            Caller caller, Institution place, Optional<String> statement, List<String> employeeCodes) {
        var cluster = institutions.parent(place).orElse(place);
        var wrong = new java.util.ArrayList<FieldError>();
        var found = new java.util.LinkedHashSet<Long>();
        for (int i = 0; i < employeeCodes.size(); i++) {
            var witness = staffList
                    .find(employeeCodes.get(i).strip())
                    .filter(s -> !s.employeeCode().equals(caller.login()))
                    .filter(s -> staffList
                            .placeOfWork(s)
                            .filter(p -> p.isAtOrBelow(cluster))
                            .isPresent());
            if (witness.isEmpty()) wrong.add(new FieldError("witnesses[%d]".formatted(i), "no-witness"));
            witness.map(Staff::id).ifPresent(found::add);
        }
        if (!wrong.isEmpty()) throw new Refused(CommonProblem.INVALID_FIELDS, Map.of(), wrong);
        if (statement.isEmpty() || found.size() != WITNESSES) throw new Refused(FaultProblem.STATEMENT_REQUIRED);
        return found.stream().collect(Collectors.toList());
    }
}
