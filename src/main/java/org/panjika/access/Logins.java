package org.panjika.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.panjika.access.jdbc.LoginTable;
import org.springframework.stereotype.Service;

/** The logins, remembered for a few seconds. */
@Service
public class Logins {

    private final LoginTable table;
    private final Clock clock;
    private final Cache<String, Login> remembered;

    Logins(LoginTable table, AccessSettings settings, Clock clock) {
        this.table = table;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(settings.rememberedFor())
                .maximumSize(50_000)
                .build();
    }

    /** A login as it was at most some seconds ago; none of a person who has left the service. */
    public Optional<Login> find(String login) {
        return Optional.ofNullable(remembered.get(login, name -> read(name).orElse(null)));
    }

    void remember(Login login) {
        remembered.put(login.login(), login);
    }

    /** The same as it is now. */
    Optional<Login> read(String login) {
        return table.findInService(login, LocalDate.now(clock));
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
