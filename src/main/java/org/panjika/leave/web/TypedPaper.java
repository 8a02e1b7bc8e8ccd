package org.panjika.leave.web;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveRequest.Paper;
import org.panjika.leave.web.Typing.Given;
import org.panjika.storage.ContentHash;
import org.panjika.storage.Scans;
import org.springframework.web.multipart.MultipartFile;

/**
 * What has been typed of the paper by which leave was sanctioned (BR-12), so that nothing is lost when it is refused.
 *
 * @param scanned hash of a scan sent before
 */
record TypedPaper(
        LocalDate applicationDate,
        LocalDate sanctionDate,
        String sanctionedByOffice,
        String orderNumber,
        String guardFileReference,
        String scanned) {

    TypedPaper {
        orderNumber = requireNonNullElse(orderNumber, "");
        scanned = requireNonNullElse(scanned, "");
    }

    static TypedPaper on(LocalDate today) {
        return new TypedPaper(today, today, "", "", "", "");
    }

    static TypedPaper of(Leave.Kept kept) {
        var paper = kept.paper();
        return new TypedPaper(
                paper.appliedOn(),
                paper.sanctionedOn(),
                paper.sanctionedBy(),
                paper.orderNumber().orElse(""),
                paper.guardFile(),
                kept.scan().hex());
    }

    private TypedPaper with(ContentHash scan) {
        return new TypedPaper(
                applicationDate, sanctionDate, sanctionedByOffice, orderNumber, guardFileReference, scan.hex());
    }

    /** With the scan that came with it, if one did. */
    TypedPaper kept(Optional<MultipartFile> scan, Scans scans, Caller caller) throws IOException {
        var given = scan.filter(s -> !s.isEmpty());
        return given.isEmpty()
                ? this
                : with(scans.keep(caller.login(), given.get().getBytes()).hash());
    }

    /** What is compulsory; the scan has a refusal of its own. */
    Given[] compulsory() {
        return new Given[] {
            new Given("applicationDate", applicationDate),
            new Given("sanctionDate", sanctionDate),
            new Given("sanctionedByOffice", sanctionedByOffice),
            new Given("guardFileReference", guardFileReference)
        };
    }

    Paper paper() {
        return new Paper(
                applicationDate,
                sanctionedByOffice.strip(),
                sanctionDate,
                Optional.of(orderNumber.strip()).filter(o -> !o.isEmpty()),
                guardFileReference.strip(),
                scanned);
    }
}
