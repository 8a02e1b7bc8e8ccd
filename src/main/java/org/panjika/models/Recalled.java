package org.panjika.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.SimpleTransactionScope;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What has been read in the transaction: a model asks the same several times in a row. */
@Component
public class Recalled {

    /** Name of a scope: a bean of it lives as long as the transaction in which it is asked. */
    public static final String TRANSACTION = "transaction";

    private final Memory memory;

    Recalled(Memory memory) {
        this.memory = memory;
    }

    @Configuration(proxyBeanMethods = false)
    static class Transactions {

        @Bean
        static CustomScopeConfigurer transactionScope() {
            var scopes = new CustomScopeConfigurer();
            scopes.addScope(TRANSACTION, new SimpleTransactionScope());
            return scopes;
        }
    }

    @Component
    @Scope(value = TRANSACTION, proxyMode = ScopedProxyMode.TARGET_CLASS)
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
    public <T> T once(List<Object> key, Supplier<T> read) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) return read.get();
        var found = (T) memory.get(key);
        if (found != null) return found;
        var fresh = read.get();
        memory.put(key, fresh);
        return fresh;
    }

    /** It has changed. */
    public void forget(List<Object> key) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) memory.remove(key);
    }
}
