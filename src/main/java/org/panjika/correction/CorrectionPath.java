package org.panjika.correction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.panjika.correction.Ladder.Reason;
import org.panjika.correction.Ladder.Skipped;

/**
 * A request's way through the offices so far.
 *
 * @param steps the oldest first
 */
public record CorrectionPath(List<Step> steps) {

    /** What happened to a request, in the order in which it happened. */
    public sealed interface Event {

        Instant at();

        /** It was asked, or asked anew. */
        record Asked(Instant at, String by, int version) implements Event {}

        /**
         * It came to an authority.
         *
         * @param deadline when it moves on by itself; empty: never
         * @param skipped why no authority below decides
         */
        record Reached(
                Instant at, String authority, List<String> offices, Optional<Instant> deadline, List<Skipped> skipped)
                implements Event {}

        /** An authority decided. */
        record Decided(Instant at, String by, Correction.Verdict verdict, Optional<String> remark) implements Event {}

        /** It waits no longer, undecided. */
        record Withdrawn(Instant at, How how, Optional<String> by) implements Event {}
    }

    /** Why a request waits no longer though nobody decided. */
    public enum How {
        /** The institution took it back. */
        WITHDRAWN,
        /** The institution let it lapse: nobody did it. */
        LAPSED,
        /** An administrator ended its case in the engine. */
        ENDED
    }

    /** A stretch of the way. */
    public sealed interface Step {

        Instant since();

        /** The institution asked. */
        record Request(Instant since, String by, int version) implements Step {}

        /**
         * An authority had it.
         *
         * @param end empty while it has it
         */
        record Stay(
                Instant since,
                String authority,
                List<String> offices,
                Optional<Instant> deadline,
                List<Skipped> skipped,
                Optional<End> end)
                implements Step {

            /** Further staff have joined: the authority has it still, to be looked at again (C12). */
            private Stay again(Instant now) {
                return new Stay(now, authority, offices, deadline, List.of(), Optional.empty());
            }

            private Stay ended(End how) {
                return new Stay(since, authority, offices, deadline, skipped, Optional.of(how));
            }
        }

        /** It waits no longer, undecided. */
        record Withdrawal(Instant since, How how, Optional<String> by) implements Step {}
    }

    /** How a stay ended. */
    public sealed interface End {

        Instant until();

        /** It moved on by itself. */
        record Moved(Instant until, Reason why) implements End {}

        /** It went on without a reason of the ladder: its offices or its model were changed meanwhile. */
        record WentOn(Instant until) implements End {}

        record Decision(Instant until, String by, Correction.Verdict verdict, Optional<String> remark) implements End {}

        /** The institution took it back or asked anew. */
        record TakenBack(Instant until) implements End {}

        /** Its case was ended. */
        record CaseEnded(Instant until) implements End {}
    }

    /** The authority that has it, or had it last. */
    public Optional<Step.Stay> lastStay() {
        return steps.stream()
                .filter(Step.Stay.class::isInstance)
                .map(Step.Stay.class::cast)
                .reduce((earlier, later) -> later);
    }

    static CorrectionPath of(List<Event> events) {
        var steps = new ArrayList<Step>();
        for (var event : events) {
            if (event instanceof Event.Reached reached) {
                if (setAnew(steps, reached)) continue;
                close(steps, moved(steps, reached));
                steps.add(new Step.Stay(
                        reached.at(),
                        reached.authority(),
                        reached.offices(),
                        reached.deadline(),
                        reached.skipped(),
                        Optional.empty()));
            } else if (event instanceof Event.Decided decided) {
                close(steps, new End.Decision(decided.at(), decided.by(), decided.verdict(), decided.remark()));
            } else if (event instanceof Event.Asked asked) {
                var joined = has(steps);
                close(steps, new End.TakenBack(asked.at()));
                steps.add(new Step.Request(asked.at(), asked.by(), asked.version()));
                joined.map(stay -> stay.again(asked.at())).ifPresent(steps::add);
            } else if (event instanceof Event.Withdrawn withdrawn) {
                close(
                        steps,
                        withdrawn.how() == How.ENDED
                                ? new End.CaseEnded(withdrawn.at())
                                : new End.TakenBack(withdrawn.at()));
                steps.add(new Step.Withdrawal(withdrawn.at(), withdrawn.how(), withdrawn.by()));
            }
        }
        return new CorrectionPath(List.copyOf(steps));
    }

    /** Whether it stays with the authority that has it, whose office or time has changed: no step of its own. */
    private static boolean setAnew(List<Step> steps, Event.Reached reached) {
        var same = has(steps).filter(stay -> stay.authority().equals(reached.authority()));
        same.ifPresent(stay -> steps.set(
                steps.size() - 1,
                new Step.Stay(
                        stay.since(),
                        stay.authority(),
                        reached.offices(),
                        reached.deadline(),
                        stay.skipped(),
                        Optional.empty())));
        return same.isPresent();
    }

    /** The authority that has it. */
    private static Optional<Step.Stay> has(List<Step> steps) {
        return last(steps).filter(stay -> stay.end().isEmpty());
    }

    private static Optional<Step.Stay> last(List<Step> steps) {
        return steps.isEmpty() || !(steps.get(steps.size() - 1) instanceof Step.Stay stay)
                ? Optional.empty()
                : Optional.of(stay);
    }

    /** Why it left the authority it was with: what the next one was told about that one. */
    private static End moved(List<Step> steps, Event.Reached reached) {
        var stay = last(steps);
        var why = reached.skipped().stream()
                .filter(s ->
                        stay.filter(f -> f.authority().equals(s.authority())).isPresent())
                .map(Skipped::reason)
                .findFirst()
                // a holiday declared since may have opened the window again
                .or(() -> stay.flatMap(Step.Stay::deadline)
                        .filter(d -> !d.isAfter(reached.at()))
                        .map(d -> Reason.WINDOW_PASSED));
        return why.<End>map(reason -> new End.Moved(reached.at(), reason))
                .orElseGet(() -> new End.WentOn(reached.at()));
    }

    private static void close(List<Step> steps, End end) {
        has(steps).ifPresent(stay -> steps.set(steps.size() - 1, stay.ended(end)));
    }
}
