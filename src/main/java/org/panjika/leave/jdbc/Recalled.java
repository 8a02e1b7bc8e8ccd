package org.panjika.leave.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** It has changed. */
    void forget(List<Object> key) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) memory.remove(key);
    }
}
