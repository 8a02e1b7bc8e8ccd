package org.panjika.payroll.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.organisation.Institutions;
import org.panjika.payroll.Certificates;
import org.panjika.payroll.Sessions;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.panjika.storage.FileType;
import org.panjika.storage.Scans;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where the head verifies the month of staff outside the portal, with the certificate (RJ-12). */
@Controller
@RequestMapping("/payroll/{month}/institutions/{code}/certificates")
class CertificatePage {

    private final Certificates certificates;
    private final Institutions institutions;
    private final Callers callers;
    private final Scans scans;
    private final ProblemTexts texts;

    CertificatePage(
            Certificates certificates, Institutions institutions, Callers callers, Scans scans, ProblemTexts texts) {
        this.certificates = certificates;
        this.institutions = institutions;
        this.callers = callers;
        this.scans = scans;
        this.texts = texts;
    }

    @GetMapping
    String page(@PathVariable YearMonth month, @PathVariable String code, Model model) {
        show(callers.current(), month, code, model);
        return "payroll/certificates";
    }

    private void show(Caller caller, YearMonth month, String code, Model model) {
        model.addAttribute("people", certificates.of(caller, code, month));
        model.addAttribute("institution", institutions.find(code).orElseThrow());
        model.addAttribute("month", month);
    }

    /** @param absent sessions such as {@code 2027-04-08.FORENOON} */
    @PostMapping("/{employeeCode}")
    String certify(
            @PathVariable YearMonth month,
            @PathVariable String code,
            @PathVariable String employeeCode,
            @RequestParam Optional<MultipartFile> scan,
            @RequestParam(required = false) List<String> absent,
            @RequestParam Optional<String> remark,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        try {
            var given = scan.filter(s -> !s.isEmpty());
            var hash = given.isPresent()
                    ? scans.keep(caller.login(), given.get().getBytes()).hash().hex()
                    : "";
            certificates.certify(
                    caller,
                    code,
                    month,
                    employeeCode,
                    hash,
                    sessions(Optional.ofNullable(absent).orElse(List.of())),
                    remark.map(String::strip).filter(r -> !r.isEmpty()));
        } catch (Refused refused) {
            if (refused.problem().status() < 409) throw refused;
            response.setStatus(refused.problem().status());
            show(caller, month, code, model);
            model.addAttribute("typed", employeeCode);
            model.addAttribute("absent", Optional.ofNullable(absent).orElse(List.of()));
            model.addAttribute("remark", remark.orElse(""));
            model.addAttribute("problem", texts.detail(refused, locale));
            return "payroll/certificates";
        }
        after.addFlashAttribute("notice", "drawal.certified");
        return "redirect:/payroll/%s/institutions/%s/certificates".formatted(month, code);
    }

    private static Sessions sessions(List<String> words) {
        var all = Sessions.NONE;
        for (var word : words) {
            try {
                var parts = word.split("\\.", 2);
                all = all.and(Sessions.of(LocalDate.parse(parts[0]), Session.valueOf(parts[1])));
            } catch (RuntimeException e) {
                throw new Refused(CommonProblem.BAD_REQUEST);
            }
        }
        return all;
    }

    @GetMapping("/{employeeCode}/scan")
    ResponseEntity<byte[]> scan(
            @PathVariable YearMonth month, @PathVariable String code, @PathVariable String employeeCode) {
        var content = certificates.scan(callers.current(), code, month, employeeCode);
        var type = FileType.of(content)
                .map(t -> MediaType.parseMediaType(t.mediaType()))
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ResponseEntity.ok().contentType(type).body(content);
    }
}
