package org.panjika.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.panjika.access.jdbc.LoginTable;
import org.springframework.stereotype.Service;

/** The logins, remembered for a few seconds. */
@Service
public class Logins {

    private final LoginTable table;
    private final Cache<String, Login> remembered;

    Logins(LoginTable table, AccessSettings settings) {
        this.table = table;
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(settings.rememberedFor())
                .maximumSize(50_000)
                .build();
    }

    /** A login as it was at most some seconds ago. */
    public Optional<Login> find(String login) {
        return Optional.ofNullable(
                remembered.get(login, name -> table.find(name).orElse(null)));
    }

    /** Remembers the language a person has chosen: en, hi or vi. */
    public void setLanguage(String login, String language) {
        table.setLanguage(login, language);
        forget(login);
    }

    /** Makes a change of this login seen at once by this copy of the application. */
    void forget(String login) {
        remembered.invalidate(login);
    }

    void forgetAll() {
        remembered.invalidateAll();
    }
}
