package org.panjika.correction;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.panjika.correction.Correction.State;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.Ladder.Step;
import org.panjika.correction.jdbc.CorrectionTable;
import org.panjika.correction.jdbc.CorrectionTable.Arrival;
import org.panjika.models.Recalled;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.stereotype.Component;

/** Requests, and the ladder as it stands for them, read once a transaction: the model asks about one several times in a row. */
@Component
@Scope(value = Recalled.TRANSACTION, proxyMode = ScopedProxyMode.TARGET_CLASS)
class Situations {

    private final CorrectionTable table;
    private final Authorities authorities;
    private final Map<UUID, Situation> known = new HashMap<>();
    private final Map<UUID, Correction> locked = new HashMap<>();
    private final Set<UUID> left = new HashSet<>();

    Situations(CorrectionTable table, Authorities authorities) {
        this.table = table;
        this.authorities = authorities;
    }

    /**
     * A request with what the ladder says about it.
     *
     * @param steps from below to the top
     */
    record Situation(Correction request, Authorities.Standing standing, List<Step> steps) {

        Optional<Step> step(String authority) {
            return steps.stream()
                    .filter(step -> step.authority().equals(authority))
                    .findFirst();
        }

        /** The step of the authority that has it. */
        Optional<Step> decides() {
            return request.authority().flatMap(this::step);
        }
    }

    /** A request that nobody else changes until the transaction ends. */
    public Optional<Correction> locked(UUID id) {
        return Optional.ofNullable(
                locked.computeIfAbsent(id, same -> table.lock(same).orElse(null)));
    }

    public Situation of(UUID id) {
        return find(id).orElseThrow();
    }

    /** Nothing where there is no such request. */
    public Optional<Situation> find(UUID id) {
        return Optional.ofNullable(known.get(id)).or(() -> Optional.ofNullable(locked.get(id))
                .or(() -> table.find(id))
                .map(this::of));
    }

    /** Of a request that has just been read. */
    public Situation of(Correction request) {
        var standing = authorities.of(request.institution());
        var steps = authorities.steps(standing, request.day(), request.concerned());
        var situation = new Situation(request, standing, steps);
        known.put(request.id(), situation);
        return situation;
    }

    /** It has come to offices; the ladder stands as before. */
    public void arrived(UUID id, Arrival arrival, Instant now) {
        known.computeIfPresent(
                id, (same, was) -> new Situation(was.request().at(arrival, now), was.standing(), was.steps()));
        locked.computeIfPresent(id, (same, was) -> was.at(arrival, now));
    }

    /** Whether it waits for an authority; it does so until the transaction ends. */
    public boolean waits(UUID id) {
        return !left.contains(id)
                && locked(id)
                        .filter(request -> request.state() == State.PENDING)
                        .isPresent();
    }

    /** It waits for no authority any more. */
    public void left(UUID id) {
        forget(id);
        left.add(id);
    }

    /** Something about it has changed. */
    public void forget(UUID id) {
        known.remove(id);
        locked.remove(id);
        left.remove(id);
    }

    /** Why the authority that has a request may not decide it; empty if it may. */
    public Optional<Reason> objection(Situation situation) {
        var step = situation.decides();
        return step.isEmpty()
                ? Optional.of(Reason.NOT_FOR_THIS_KIND)
                : step.get().objection(authorities.today());
    }
}
