package org.panjika.sandbox.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.OffsetDateTime;
import java.util.List;
import org.panjika.access.Callers;
import org.panjika.sandbox.Cast;
import org.panjika.sandbox.SandboxOnly;
import org.panjika.sandbox.process.ClockMove;
import org.panjika.sandbox.process.SandboxClock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The sandbox for programs. The cast is public; the clock is for everybody who is logged in, since every password of the
 * sandbox is public anyway.
 */
@RestController
@SandboxOnly
@RequestMapping("/api/v1/sandbox")
class SandboxApi {

    private final Cast cast;
    private final ClockMove move;
    private final Callers callers;
    private final SandboxClock clock;

    SandboxApi(Cast cast, ClockMove move, Callers callers, SandboxClock clock) {
        this.cast = cast;
        this.move = move;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping("/cast")
    List<Member> cast() {
        return cast.list().stream()
                .map(m -> new Member(
                        m.login(),
                        m.password(),
                        m.name(),
                        m.roles(),
                        m.institutionCode().orElse(null),
                        m.institution().orElse(null)))
                .toList();
    }

    @GetMapping("/clock")
    Reading clock() {
        callers.current();
        return new Reading(OffsetDateTime.now(clock), clock.getZone().getId());
    }

    @PutMapping("/clock")
    Moved move(@Valid @RequestBody Move wanted) {
        callers.current();
        var moved = move.to(wanted.instant().toInstant(), wanted.running());
        return new Moved(
                moved.instant().atZone(clock.getZone()).toOffsetDateTime(), moved.jobsRun(), moved.failedJobs());
    }

    /** @param institution its code */
    record Member(
            String login,
            String password,
            String name,
            List<String> roles,
            String institution,
            String institutionName) {}

    record Reading(OffsetDateTime instant, String zone) {}

    /** @param running whether the clock runs on from there; else it stands still until moved again */
    record Move(@NotNull OffsetDateTime instant, boolean running) {}

    record Moved(OffsetDateTime instant, int jobsRun, int failedJobs) {}
}
