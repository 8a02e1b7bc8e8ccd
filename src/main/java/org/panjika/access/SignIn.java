package org.panjika.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.panjika.access.jdbc.LoginEventTable;
import org.panjika.access.jdbc.ThrottleTable;
import org.panjika.problem.Refused;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/**
 * Proves passwords; the only place that does. Failures are counted by login and by remote address; what a locked login is refused
 * counts no more.
 */
@Service
public class SignIn {

    private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9._/-]{1,100}");

    private final Logins logins;
    private final ThrottleTable throttle;
    private final LoginEventTable events;
    private final PasswordEncoder encoder;
    private final AccessSettings settings;
    private final Clock clock;
    private final String hashOfNobody;
    private final Cache<String, Login> proofs;

    SignIn(
            Logins logins,
            ThrottleTable throttle,
            LoginEventTable events,
            PasswordEncoder encoder,
            AccessSettings settings,
            Clock clock) {
        this.logins = logins;
        this.throttle = throttle;
        this.events = events;
        this.encoder = encoder;
        this.settings = settings;
        this.clock = clock;
        this.hashOfNobody = encoder.encode("nobody");
        this.proofs = Caffeine.newBuilder()
                .expireAfterWrite(settings.proofRememberedFor())
                .maximumSize(50_000)
                .build();
    }

    /**
     * Lets a person in.
     *
     * @param remote address the attempt comes from
     * @throws Refused {@code wrong-credentials}, the same for an unknown login and a wrong password and after the same
     *     time; {@code one-time-password-expired} for a right one that comes too late; {@code login-locked} or
     *     {@code address-locked} with {@code until} after too many failures
     */
    public Login person(String login, String password, String remote) {
        var name = login.strip();
        return prove(name, find(name), password, remote);
    }

    /** The same for a program, which proves its password with every request: a right one is remembered for a while. */
    public Login program(String name, String password, String remote) {
        var login = PLAUSIBLE.matcher(name).matches() ? logins.find(name) : Optional.<Login>empty();
        if (login.isEmpty()) return prove(name, login, password, remote);
        // A changed password has another hash, so that no proof outlives it.
        Objects.requireNonNull(proofs.get(keyed(login.get(), password), key -> {
            logins.forget(name);
            return prove(name, find(name), password, remote);
        }));
        var proved = logins.find(name).orElseThrow(() -> new Refused(AccessProblem.WRONG_CREDENTIALS));
        refuseIfExpired(proved);
        return proved;
    }

    /** Forgets the failures of a login, whether it has been locked or not. */
    void unlock(String login, String by) {
        if (throttle.clear(ofLogin(login), clock.instant())) events.record(LoginEvent.UNLOCKED, login, by, null);
    }

    static String ofLogin(String login) {
        return "login:" + login;
    }

    private static String ofRemote(String address) {
        return "remote:" + address;
    }

    private Optional<Login> find(String name) {
        return PLAUSIBLE.matcher(name).matches() ? logins.read(name) : Optional.empty();
    }

    private Login prove(String name, Optional<Login> login, String password, String remote) {
        var now = clock.instant();
        // People type passwords into the field of the login: what is no login is not written down.
        var known = login.map(Login::login).orElse("(unknown)");
        var failuresOfRemote = count(ofRemote(remote), settings.failuresOfRemote(), now)
                .orElseThrow(() -> locked(AccessProblem.ADDRESS_LOCKED, ofRemote(remote), now));
        // What can be no login has no count of its own: it never gets in, and many would share one.
        var failures = PLAUSIBLE.matcher(name).matches()
                ? count(ofLogin(name), settings.failuresOfLogin(), now)
                : Optional.of(0);
        if (failures.isEmpty()) {
            // no password was tried: one program that goes on with an old one locks nobody else out
            throttle.takeBack(ofRemote(remote));
            throw locked(AccessProblem.LOGIN_LOCKED, ofLogin(name), now);
        }
        var matches = encoder.matches(password, login.map(Login::passwordHash).orElse(hashOfNobody));
        if (!matches || login.isEmpty()) {
            events.record(LoginEvent.FAILED, known, known, remote);
            if (failures.get() >= settings.failuresOfLogin() || failuresOfRemote >= settings.failuresOfRemote()) {
                events.record(LoginEvent.LOCKED, known, known, remote);
            }
            throw new Refused(AccessProblem.WRONG_CREDENTIALS);
        }
        refuseIfExpired(login.get());
        throttle.clear(ofLogin(name), now);
        throttle.takeBack(ofRemote(remote));
        events.record(LoginEvent.SUCCEEDED, known, known, remote);
        return login.get();
    }

    private void refuseIfExpired(Login login) {
        if (login.expired(clock.instant())) throw new Refused(AccessProblem.ONE_TIME_PASSWORD_EXPIRED);
    }

    private Optional<Integer> count(String subject, int limit, Instant now) {
        return throttle.attempt(subject, limit, now, settings.lockedFor());
    }

    private Refused locked(AccessProblem problem, String subject, Instant now) {
        var until = throttle.lockedUntil(subject, now).orElse(now);
        return new Refused(
                problem, Map.of("until", until.atZone(clock.getZone()).toOffsetDateTime()));
    }

    private static String keyed(Login login, String password) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(login.passwordHash().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return login.login() + HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
