package org.panjika.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import org.panjika.access.jdbc.LoginEventTable;
import org.panjika.access.jdbc.TokenTable;
import org.springframework.stereotype.Service;

/** Bearer tokens of programs: opaque, only their hash is stored. */
@Service
public class Tokens {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenTable table;
    private final Logins logins;
    private final LoginEventTable events;
    private final AccessSettings settings;
    private final Clock clock;
    private final Cache<String, TokenTable.Owner> remembered;
    private final AskedTogether<ByteBuffer, TokenTable.Owner> owners;

    Tokens(TokenTable table, Logins logins, LoginEventTable events, AccessSettings settings, Clock clock) {
        this.table = table;
        this.logins = logins;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(settings.rememberedFor())
                .maximumSize(50_000)
                .build();
        this.owners = new AskedTogether<>(hashes -> table.owners(hashes, LocalDate.now(clock)));
    }

    /** A new token for a login. */
    public Issued issue(String login, String remote) {
        var token = new byte[32];
        RANDOM.nextBytes(token);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        var expiresAt = OffsetDateTime.now(clock).plus(settings.tokenLasts());
        table.insert(hash(text), login, expiresAt.toInstant());
        events.record(LoginEvent.TOKEN_ISSUED, login, login, remote);
        return new Issued(text, expiresAt);
    }

    /** The login a token was issued to; empty if the token is unknown, revoked or expired. */
    public Optional<String> owner(String token) {
        return Optional.ofNullable(remembered.get(token, text -> find(text).orElse(null)))
                .filter(owner -> clock.instant().isBefore(owner.expiresAt()))
                .map(owner -> owner.login().login());
    }

    /** With the login, which is asked for next: a state's phones come once each, and many at once. */
    private Optional<TokenTable.Owner> find(String token) {
        var found = owners.answer(ByteBuffer.wrap(hash(token)));
        found.map(TokenTable.Owner::login).ifPresent(logins::remember);
        return found;
    }

    public void revoke(String token, String remote) {
        owner(token).ifPresent(login -> events.record(LoginEvent.TOKEN_REVOKED, login, login, remote));
        table.delete(hash(token));
        remembered.invalidate(token);
    }

    void revokeAll(String login) {
        table.deleteAll(login);
        remembered.asMap().values().removeIf(owner -> owner.login().login().equals(login));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the program gets, once. */
    public record Issued(String token, OffsetDateTime expiresAt) {

        @Override
        public String toString() {
            return "token until " + expiresAt;
        }
    }
}
