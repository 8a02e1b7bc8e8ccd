package org.panjika.leave.jdbc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What has been read in the transaction: the model asks about one application several times in a row. */
@Component
class Recalled {

    private final Memory memory;

    Recalled(Memory memory) {
        this.memory = memory;
    }

    /** Lives as long as the transaction in which it is asked. */
    @Component
    @Scope(value = "transaction", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class Memory {

        private final Map<List<Object>, Object> known = new HashMap<>();

        public Object get(List<Object> key) {
            return known.get(key);
        }

        public void put(List<Object> key, Object value) {
            known.put(key, value);
        }

        public void remove(List<Object> key) {
            known.remove(key);
        }
    }

    /** Reads it, once a transaction; each time where there is none. */
    @SuppressWarnings("unchecked")
    <T> T once(List<Object> key, Supplier<T> read) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) return read.get();
        var found = (T) memory.get(key);
        if (found != null) return found;
        var fresh = read.get();
        memory.put(key, fresh);
        return fresh;
    }

    /** The same of several things by their keys; those that are not known are read in one go. */
    @SuppressWarnings("unchecked")
    <T> Map<Long, T> all(String kind, Set<Long> keys, Function<Set<Long>, Map<Long, T>> read) {
        var found = new HashMap<Long, T>();
        var recalls = TransactionSynchronizationManager.isSynchronizationActive();
        if (recalls) {
            for (var key : keys) {
                var known = (Optional<T>) memory.get(List.of(kind, key));
                if (known != null) known.ifPresent(k -> found.put(key, k));
            }
        }
        var unknown = new HashSet<>(keys);
        unknown.removeAll(found.keySet());
        if (unknown.isEmpty()) return found;
        var fresh = read.apply(unknown);
        if (recalls) fresh.forEach((key, value) -> memory.put(List.of(kind, key), Optional.of(value)));
        found.putAll(fresh);
        return found;
    }

    /** It has changed. */
    void forget(List<Object> key) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) memory.remove(key);
    }
}
