package org.panjika.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.panjika.organisation.Officer;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

/** Finds out who asks. Answers are remembered for a few seconds, because a mark asks it each time. */
@Service
public class Callers {

    private final Logins logins;
    private final Officer officer;
    private final Clock clock;
    private final Cache<Key, Caller> remembered;

    Callers(Logins logins, Officer officer, Clock clock, AccessSettings settings) {
        this.logins = logins;
        this.officer = officer;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(settings.rememberedFor())
                .maximumSize(50_000)
                .build();
    }

    /**
     * The person who is logged in on this thread.
     *
     * @throws Refused {@code not-authenticated} if nobody is
     */
    public Caller current() {
        return find(login()).orElseThrow(() -> new Refused(CommonProblem.NOT_AUTHENTICATED));
    }

    /**
     * The login on this thread, when no more than that has to be known.
     *
     * @throws Refused {@code not-authenticated} if nobody is logged in
     */
    public String login() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(Authentication::getName)
                .orElseThrow(() -> new Refused(CommonProblem.NOT_AUTHENTICATED));
    }

    /** The person with a login, with today's charges and place of work as they were at most some seconds ago. */
    public Optional<Caller> find(String login) {
        return Optional.ofNullable(remembered.get(new Key(login, LocalDate.now(clock)), key -> read(login)));
    }

    /** Makes changes of charges, postings and logins seen at once by this copy of the application. */
    public void forgetAll() {
        remembered.invalidateAll();
        logins.forgetAll();
    }

    private Caller read(String login) {
        return logins.find(login)
                .map(found -> found.staffId()
                        .flatMap(officer::person)
                        .map(p -> new Caller(
                                found.login(),
                                Optional.of(p.staff()),
                                found.administrator(),
                                p.charges(),
                                p.placeOfWork()))
                        .orElseGet(() -> new Caller(
                                found.login(), Optional.empty(), found.administrator(), List.of(), Optional.empty())))
                .orElse(null);
    }

    private record Key(String login, LocalDate day) {}
}
