package org.panjika.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Questions that come while one is being answered are asked together")
class AskedTogetherTest {

    @Test
    @DisplayName("each gets the own answer, and what has none gets none")
    void ownAnswers() {
        var doubled = new AskedTogether<Integer, Integer>(asked ->
                asked.stream().filter(n -> n % 2 == 0).collect(Collectors.toMap(Function.identity(), n -> 2 * n)));
        assertThat(doubled.answer(4)).contains(8);
        assertThat(doubled.answer(3)).isEmpty();
    }

    @Test
    @DisplayName("what twenty ask while one statement is on its way is one statement more")
    void together() throws Exception {
        var groups = new ConcurrentLinkedQueue<Collection<Integer>>();
        var asked = new CountDownLatch(1);
        var others = new CountDownLatch(1);
        var numbers = new AskedTogether<Integer, Integer>(group -> {
            groups.add(List.copyOf(group));
            asked.countDown();
            await(others);
            return group.stream().collect(Collectors.toMap(Function.identity(), n -> -n));
        });
        var threads = new ArrayList<Thread>();
        var answers = new ArrayList<CompletableFuture<Optional<Integer>>>();
        var pool = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work);
            threads.add(thread);
            return thread;
        });
        try {
            answers.add(CompletableFuture.supplyAsync(() -> numbers.answer(0), pool));
            await(asked);
            IntStream.rangeClosed(1, 20)
                    .forEach(n -> answers.add(CompletableFuture.supplyAsync(() -> numbers.answer(n), pool)));
            while (!threads.stream().skip(1).allMatch(t -> t.getState() == Thread.State.WAITING)) Thread.onSpinWait();
            others.countDown();
            for (int n = 0; n <= 20; n++) assertThat(answers.get(n).get()).contains(-n);
        } finally {
            pool.shutdown();
        }
        assertThat(groups).hasSize(2);
        assertThat(groups.peek()).isEqualTo(List.of(0));
        assertThat(Set.copyOf(groups.stream().skip(1).findFirst().orElseThrow()))
                .isEqualTo(IntStream.rangeClosed(1, 20).boxed().collect(Collectors.toSet()));
    }

    @Test
    @DisplayName("a statement that fails is everybody's failure, and the next question is asked again")
    void failure() {
        var broken = new boolean[] {true};
        var numbers = new AskedTogether<Integer, Integer>(asked -> {
            if (broken[0]) throw new IllegalArgumentException("the database is away");
            return Map.of(1, 10);
        });
        assertThatThrownBy(() -> numbers.answer(1)).hasMessage("the database is away");
        broken[0] = false;
        assertThat(numbers.answer(1)).contains(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
