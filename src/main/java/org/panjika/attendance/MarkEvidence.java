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
                .filter(m ->
                        isOwn(caller, m) || place(m).filter(caller::supervises).isPresent())
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
        if (!isOwn(caller, mark) && !seesPhotographs(caller, mark)) throw new Refused(CommonProblem.NOT_ALLOWED);
        var photograph = mark.photoHash()
                .flatMap(hash -> files.read(new ContentHash(hash)))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        marks.viewed(id, caller.login(), clock.instant());
        return photograph;
    }

    private boolean seesPhotographs(Caller caller, Evidence mark) {
        return caller.charges().stream().filter(Charge::mayAct).anyMatch(c -> place(mark)
                .filter(p -> p.isAtOrBelow(c.institution()))
                .isPresent());
    }

    private static boolean isOwn(Caller caller, Evidence mark) {
        return caller.staff()
                .filter(s -> s.employeeCode().equals(mark.employeeCode()))
                .isPresent();
    }

    private Optional<Institution> place(Evidence mark) {
        return institutions.find(mark.institutionId());
    }
}
