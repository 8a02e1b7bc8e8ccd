package org.panjika.attendance.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.panjika.access.Callers;
import org.panjika.attendance.Attempt;
import org.panjika.attendance.LeaveKinds;
import org.panjika.attendance.MasterData;
import org.panjika.attendance.MasterData.Content;
import org.panjika.organisation.Institution.Location;
import org.panjika.organisation.Staff.Cadre;
import org.panjika.storage.ContentHash;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Master data for work without a network; unchanged data are answered with 304 (BR-7). */
@RestController
class MasterDataApi {

    private final MasterData masterData;
    private final Callers callers;
    private final ObjectMapper json;

    MasterDataApi(MasterData masterData, Callers callers, ObjectMapper json) {
        this.masterData = masterData;
        this.callers = callers;
        this.json = json;
    }

    @GetMapping("/api/v1/attendance/master-data")
    ResponseEntity<Answer> masterData(@RequestParam("institution") Optional<String> code)
            throws JsonProcessingException {
        var content = masterData.of(callers.current(), code);
        var unversioned = answer(content, "");
        var version = ContentHash.of(json.writeValueAsBytes(unversioned)).toString();
        return ResponseEntity.ok()
                .eTag('"' + version + '"')
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(answer(content, version));
    }

    private static Answer answer(Content content, String version) {
        var institution = content.institution();
        var point = institution.location();
        return new Answer(
                version,
                new Place(
                        institution.code(),
                        institution.name(),
                        institution.nameHi().orElse(null),
                        institution.kind().name(),
                        content.rules().map(MasterData.Rules::mode).orElse(null),
                        content.rules().map(MasterData.Rules::photoRequired).orElse(null)),
                new Geofence(
                        point.map(Location::latitude).orElse(null),
                        point.map(Location::longitude).orElse(null),
                        point.map(Location::quality).orElse(null),
                        content.rules().map(MasterData.Rules::radiusMetres).orElse(null)),
                content.staff().stream()
                        .map(s -> new Person(
                                s.employeeCode(), s.name(), s.nameHi().orElse(null), s.designation(), s.cadre()))
                        .toList(),
                content.calendar().stream()
                        .map(d -> new Day(
                                d.day(),
                                d.cadre(),
                                d.kind(),
                                d.name().orElse(null),
                                d.nameHi().orElse(null),
                                d.starts(),
                                d.boundary(),
                                d.ends()))
                        .toList(),
                content.leaveKinds());
    }

    /** Everything; {@code version} changes when anything of it does. */
    record Answer(
            String version,
            Place institution,
            Geofence geofence,
            List<Person> staff,
            List<Day> calendar,
            List<LeaveKinds.Kind> leaveTypes) {}

    record Place(
            String code,
            String name,
            String nameHi,
            String kind,
            Attempt.Place.Mode attendanceMode,
            Boolean photoRequired) {}

    /** A SUSPECT point decides nothing (C7). */
    record Geofence(
            Double latitude, Double longitude, Location.Quality coordinateQuality, Integer geofenceRadiusMetres) {}

    record Person(String employeeCode, String name, String nameHi, String designation, Cadre cadre) {}

    record Day(
            LocalDate day,
            Cadre cadre,
            String kind,
            String name,
            String nameHi,
            LocalTime starts,
            LocalTime boundary,
            LocalTime ends) {}
}
