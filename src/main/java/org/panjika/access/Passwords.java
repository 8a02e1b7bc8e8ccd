package org.panjika.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.panjika.access.jdbc.LoginEventTable;
import org.panjika.access.jdbc.LoginTable;
import org.panjika.problem.Refused;
import org.panjika.problem.Refused.FieldError;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes passwords and issues one-time passwords (BR-21). Each ends the login's sessions and tokens. */
@Service
public class Passwords {

    // Without the letters and digits that are taken for each other.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignIn signIn;
    private final StaffLogins staffLogins;
    private final LoginTable table;
    private final LoginEventTable events;
    private final Logins logins;
    private final Tokens tokens;
    private final Sessions sessions;
    private final PasswordEncoder encoder;
    private final AccessSettings settings;
    private final Clock clock;

    Passwords(
            SignIn signIn,
            StaffLogins staffLogins,
            LoginTable table,
            LoginEventTable events,
            Logins logins,
            Tokens tokens,
            Sessions sessions,
            PasswordEncoder encoder,
            AccessSettings settings,
            Clock clock) {
        this.signIn = signIn;
        this.staffLogins = staffLogins;
        this.table = table;
        this.events = events;
        this.logins = logins;
        this.tokens = tokens;
        this.sessions = sessions;
        this.encoder = encoder;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Changes the own password. The current one is proved first, throttled like a login.
     *
     * @param session the session that goes on, if there is one
     * @throws Refused {@code password-unsuitable} with the fields {@code current} or {@code wanted}; {@code login-locked}
     */
    public void change(String name, String current, String wanted, String remote, Optional<String> session) {
        var login = prove(name, current, remote);
        PasswordRules.fault(login.login(), wanted).ifPresent(fault -> {
            throw unsuitable("wanted", fault);
        });
        if (wanted.equals(current)) throw unsuitable("wanted", "password-unchanged");
        if (!table.changePassword(login, encoder.encode(wanted))) throw unsuitable("current", "password-wrong");
        events.record(LoginEvent.PASSWORD_CHANGED, login.login(), login.login(), remote);
        endAll(login.login(), session);
    }

    /**
     * Gives a person a password for one login, after which it must be changed; opens the login if there was none, and
     * ends a lock.
     *
     * @return shown once, kept nowhere
     * @throws Refused as {@link StaffLogins#mayHandOut} says
     */
    @Transactional
    public OneTime issueOneTime(Caller by, String login, String remote) {
        var person = staffLogins.mayHandOut(by, login);
        var password = random();
        var until = OffsetDateTime.now(clock).plus(settings.oneTimePasswordLasts());
        table.setOneTimePassword(
                person.login(), person.staffId().orElse(null), encoder.encode(password), until.toInstant());
        events.record(LoginEvent.ONE_TIME_PASSWORD_ISSUED, person.login(), by.login(), remote);
        endAll(person.login(), Optional.empty());
        signIn.unlock(person.login(), by.login());
        return new OneTime(password, until);
    }

    /** A password for one login, if that comes in time. */
    public record OneTime(String password, OffsetDateTime until) {

        @Override
        public String toString() {
            return "one-time password until " + until;
        }
    }

    private Login prove(String name, String current, String remote) {
        try {
            return signIn.person(name, current, remote);
        } catch (Refused refused) {
            throw refused.problem() == AccessProblem.WRONG_CREDENTIALS
                    ? unsuitable("current", "password-wrong")
                    : refused;
        }
    }

    private void endAll(String login, Optional<String> butNot) {
        tokens.revokeAll(login);
        sessions.end(login, butNot);
        logins.forget(login);
    }

    private static Refused unsuitable(String field, String fault) {
        return new Refused(AccessProblem.PASSWORD_UNSUITABLE, Map.of(), List.of(new FieldError(field, fault)));
    }

    private static String random() {
        return RANDOM.ints(12, 0, LETTERS.length())
                .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                .collect(Collectors.joining())
                .replaceAll("(.{4})(?!$)", "$1-");
    }
}
