package org.panjika.attendance;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.panjika.access.Caller;
import org.panjika.attendance.jdbc.MarkTable;
import org.panjika.attendance.jdbc.MarkTable.Evidence;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileStore;
import org.springframework.stereotype.Service;

/** Looking at a mark and its evidence. */
@Service
public class MarkEvidence {

    private final MarkTable marks;
    private final Institutions institutions;
    private final FileStore files;
    private final Clock clock;

    MarkEvidence(MarkTable marks, Institutions institutions, FileStore files, Clock clock) {
        this.marks = marks;
        this.institutions = institutions;
        this.files = files;
        this.clock = clock;
    }

    /**
     * A mark, for the person and for whoever supervises its place.
     *
     * @throws Refused {@code not-found} for everybody else
     */
    public Evidence find(Caller caller, UUID id) {
        return marks.find(id)
                .filter(m -> isOwn(caller, m.employeeCode())
                        || place(m).filter(caller::supervises).isPresent())
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    /**
     * The photograph of a mark; that it was looked at is recorded.
     *
     * @throws Refused {@code not-found} if there is none or the mark may not be seen, {@code not-allowed} for offices that read
     *     without photographs (C3)
     */
    public byte[] photograph(Caller caller, UUID id) {
        var mark = find(caller, id);
        if (!isOwn(caller, mark.employeeCode()) && !seesPhotographs(caller, place(mark)))
            throw new Refused(CommonProblem.NOT_ALLOWED);
        var photograph = mark.photoHash()
                .flatMap(hash -> files.read(new ContentHash(hash)))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        marks.viewed(id, caller.login(), clock.instant());
        return photograph;
    }

    /**
     * The photograph of a refused attempt, by the number of its entry, for whom a mark's would be; that it was looked at is
     * recorded.
     *
     * @throws Refused as {@link #photograph}
     */
    public byte[] photographOfRefusal(Caller caller, long number) {
        var attempt = marks.refused(number).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var place = attempt.institutionId().flatMap(institutions::find);
        var own = isOwn(caller, attempt.employeeCode());
        if (!own && place.filter(caller::supervises).isEmpty()) throw new Refused(CommonProblem.NOT_FOUND);
        if (!own && !seesPhotographs(caller, place)) throw new Refused(CommonProblem.NOT_ALLOWED);
        var photograph = attempt.photoHash()
                .flatMap(hash -> files.read(new ContentHash(hash)))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        marks.refusalViewed(number, caller.login(), clock.instant());
        return photograph;
    }

    private static boolean seesPhotographs(Caller caller, Optional<Institution> place) {
        return caller.charges().stream()
                .filter(Charge::showsPapers)
                .anyMatch(c -> place.filter(p -> p.isAtOrBelow(c.institution())).isPresent());
    }

    private static boolean isOwn(Caller caller, String employeeCode) {
        return caller.staff().filter(s -> s.employeeCode().equals(employeeCode)).isPresent();
    }

    private Optional<Institution> place(Evidence mark) {
        return institutions.find(mark.institutionId());
    }
}
