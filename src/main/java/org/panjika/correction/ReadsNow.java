package org.panjika.correction;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.attendance.CorrectionEffect;
import org.panjika.attendance.CorrectionEffect.Reading;
import org.panjika.attendance.Session;
import org.panjika.organisation.Institution;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the register has come to read since something was asked: who decides sees it before an approval is refused (C12). */
@Component
public class ReadsNow {

    /** Of whom no line stands in the register of the day any more. */
    private static final String NOT_EXPECTED = "correction.now.notExpected";

    private final CorrectionEffect effect;

    ReadsNow(CorrectionEffect effect) {
        this.effect = effect;
    }

    /**
     * What has changed about a request since it was asked.
     *
     * @param sessions by the key of the person, those that are to be corrected and read otherwise by now: the key of the
     *     message that says how
     * @param overtaken whether an approval would be refused, so that the request is to be returned or rejected
     */
    public record Since(Map<Long, Map<Session, String>> sessions, boolean overtaken) {

        public Optional<String> of(long staffId, Session session) {
            return Optional.ofNullable(sessions.getOrDefault(staffId, Map.of()).get(session));
        }
    }

    public Since since(Correction request) {
        return since(request.institution(), List.of(request)).get(request.id());
    }

    /** Of requests of one institution, by their ids. */
    @Transactional(readOnly = true)
    public Map<UUID, Since> since(Institution institution, List<Correction> requests) {
        if (requests.isEmpty()) return Map.of();
        var asked = new HashMap<LocalDate, Set<Long>>();
        for (var request : requests) {
            var people = asked.computeIfAbsent(request.day(), day -> new HashSet<>());
            request.asked().lines().forEach(line -> people.add(line.staffId()));
        }
        var readings = effect.readings(institution, asked).stream()
                .collect(Collectors.groupingBy(Reading::day, Collectors.toMap(Reading::staffId, Function.identity())));
        return requests.stream()
                .collect(Collectors.toMap(
                        Correction::id, request -> since(request, readings.getOrDefault(request.day(), Map.of()))));
    }

    private static Since since(Correction request, Map<Long, Reading> readings) {
        var sessions = new HashMap<Long, Map<Session, String>>();
        var byCode = new HashMap<String, Reading>();
        for (var line : request.asked().lines()) {
            var now = Optional.ofNullable(readings.get(line.staffId()));
            now.ifPresent(reading -> byCode.put(line.employeeCode(), reading));
            var otherwise = otherwise(line, now);
            if (!otherwise.isEmpty()) sessions.put(line.staffId(), otherwise);
        }
        var changes =
                request.asked().lines().stream().map(Correction.Line::change).toList();
        return new Since(sessions, CorrectionEffect.overtaken(changes, byCode));
    }

    private static Map<Session, String> otherwise(Correction.Line line, Optional<Reading> now) {
        var found = new EnumMap<Session, String>(Session.class);
        for (var session : Session.values()) {
            if (line.about(session).isEmpty()) continue;
            if (now.isEmpty()) found.put(session, NOT_EXPECTED);
            else {
                var half = now.get().half(session);
                if (half.status() != line.was(session)) found.put(session, "attendance.status." + half.word());
            }
        }
        return found;
    }
}
