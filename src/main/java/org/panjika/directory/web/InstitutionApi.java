package org.panjika.directory.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panjika.directory.Directory;
import org.panjika.directory.Entry;
import org.panjika.organisation.OfficeKinds;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InstitutionApi {

    private final Directory directory;
    private final OfficeKinds kinds;

    InstitutionApi(Directory directory, OfficeKinds kinds) {
        this.directory = directory;
        this.kinds = kinds;
    }

    @GetMapping("/api/v1/institutions")
    Directory.Page list(
            @RequestParam Optional<String> under,
            @RequestParam Optional<String> kind,
            @RequestParam Optional<String> q,
            @RequestParam Optional<String> after,
            @RequestParam(defaultValue = "100") int limit) {
        kind.filter(k -> !k.isBlank()).ifPresent(this::mustBeKnown);
        return directory.find(under, kind, q, after, limit);
    }

    private void mustBeKnown(String kind) {
        var known = kinds.known().keySet();
        if (known.contains(kind)) return;
        var fault = FieldError.of("kind", known.stream().sorted().toList());
        throw new Refused(CommonProblem.BAD_REQUEST, Map.of(), List.of(fault));
    }

    @GetMapping("/api/v1/institutions/{code:[A-Z0-9]+}")
    Answer one(@PathVariable String code) {
        var found = directory.find(code);
        return new Answer(
                found.entry(),
                found.geofenceRadiusMetres(),
                found.inCharge()
                        .map(i -> new Answer.InCharge(
                                i.person().employeeCode(),
                                i.person().name(),
                                i.away(),
                                i.officiatesFor()
                                        .map(s -> new Answer.Holder(s.employeeCode(), s.name()))
                                        .orElse(null)))
                        .orElse(null));
    }

    @GetMapping("/api/v1/institutions.csv")
    void export(@RequestParam Optional<String> under, HttpServletResponse response) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"institutions.csv\"");
        directory.export(under, response.getOutputStream());
    }

    record Answer(@JsonUnwrapped Entry entry, int geofenceRadiusMetres, InCharge inCharge) {

        /**
         * @param away for the whole of today, and nobody officiates
         * @param officiatesFor who holds the charge; null: this person does
         */
        record InCharge(String employeeCode, String name, boolean away, Holder officiatesFor) {}

        record Holder(String employeeCode, String name) {}
    }
}
