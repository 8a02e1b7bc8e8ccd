package org.panjika.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the database for all who ask at once: the questions that come while one answer is on its way go together in the
 * next statement. Who is alone waits for nobody.
 */
final class AskedTogether<Q, A> {

    private final Queue<Question<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final Lock turn = new ReentrantLock();
    private final Function<Collection<Q>, Map<Q, A>> ask;

    /** With a way to ask for several, which leaves out those that have no answer. */
    AskedTogether(Function<Collection<Q>, Map<Q, A>> ask) {
        this.ask = ask;
    }

    /** The answer, if there is one; fails as the statement does that asks for it. */
    Optional<A> answer(Q asked) {
        var mine = new Question<Q, A>(asked);
        waiting.add(mine);
        turn.lock();
        try {
            if (!mine.answered) askForAll();
        } finally {
            turn.unlock();
        }
        if (mine.failure != null) throw mine.failure;
        return Optional.ofNullable(mine.answer);
    }

    private void askForAll() {
        var all = new ArrayList<Question<Q, A>>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) all.add(next);
        try {
            var answers = ask.apply(all.stream().map(q -> q.asked).collect(Collectors.toSet()));
            all.forEach(q -> q.answer = answers.get(q.asked));
        } catch (RuntimeException e) {
            all.forEach(q -> q.failure = e);
        } catch (Error e) {
            all.forEach(q -> q.failure = new IllegalStateException(e));
        } finally {
            all.forEach(q -> q.answered = true);
        }
    }

    /** Written and read only by who has the turn, and by who asked after that. */
    private static final class Question<Q, A> {
        private final Q asked;
        private boolean answered;
        private A answer;
        private RuntimeException failure;

        private Question(Q asked) {
            this.asked = asked;
        }
    }
}
