package org.panjika;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Calls made at the same time; answers come in the order of the calls. */
public final class Together {

    private Together() {}

    /** The same call as often as this, each with a thread of its own. */
    public static <T> List<T> copies(int copies, Callable<T> call) throws Exception {
        return all(copies, Collections.nCopies(copies, call));
    }

    public static <T> List<T> all(int threads, Collection<? extends Callable<T>> calls) throws Exception {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var answers = new ArrayList<T>();
            for (var done : pool.invokeAll(calls)) answers.add(done.get());
            return answers;
        } finally {
            pool.shutdown();
        }
    }
}
