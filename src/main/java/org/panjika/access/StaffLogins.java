package org.panjika.access;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panjika.access.jdbc.LoginTable;
import org.panjika.access.jdbc.ThrottleTable;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Officer;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Named;
import org.panjika.problem.Refused;
import org.springframework.stereotype.Service;

/** The logins of an institution's staff, as its in-charge sees them (BR-21). */
@Service
public class StaffLogins {

    private static final Set<Charge.Kind> HANDED_OUT =
            Set.of(Charge.Kind.HEAD, Charge.Kind.PEEO, Charge.Kind.SRG, Charge.Kind.ARP);

    private final StaffList staffList;
    private final Officer officer;
    private final LoginTable logins;
    private final ThrottleTable throttle;
    private final SignIn signIn;
    private final Clock clock;

    StaffLogins(
            StaffList staffList,
            Officer officer,
            LoginTable logins,
            ThrottleTable throttle,
            SignIn signIn,
            Clock clock) {
        this.staffList = staffList;
        this.officer = officer;
        this.logins = logins;
        this.throttle = throttle;
        this.signIn = signIn;
        this.clock = clock;
    }

    /**
     * Everybody who works today at an institution the caller heads, or is posted there and works outside the portal (RJ-12),
     * with the state of the login, by name.
     */
    public List<AtInstitution> ofOwnStaff(Caller caller) {
        return caller.headed().stream()
                .map(institution ->
                        new AtInstitution(institution, lines(staffList.lookedAfter(institution, LocalDate.now(clock)))))
                .toList();
    }

    /** One person's login, for administrators. */
    public Optional<Line> find(Caller caller, String login) {
        if (!caller.administrator()) throw new Refused(CommonProblem.NOT_ALLOWED);
        return staffList
                .find(login)
                .map(person -> lines(List.of(person)).get(0))
                .or(() -> logins.find(login)
                        .map(l -> line(
                                l.login(),
                                new Named(l.login(), Optional.empty()),
                                Optional.of(l),
                                isLocked(l.login()))));
    }

    /**
     * Ends a lock.
     *
     * @throws Refused {@code not-allowed} unless the caller is an administrator
     */
    public void unlock(Caller by, String login) {
        if (!by.administrator()) throw new Refused(CommonProblem.NOT_ALLOWED);
        signIn.unlock(login, by.login());
    }

    /**
     * Whose login it is, if the caller may give that person a one-time password: an administrator may for anyone else, the
     * in-charge for others who work at the own institution today and hold no office outside the in-charge's reach.
     *
     * @throws Refused {@code not-found} for people the caller may not know, {@code not-allowed} for others' staff,
     *     {@code login-of-office} for people whose login opens more than the in-charge's own, {@code own-login}
     */
    Person mayHandOut(Caller by, String login) {
        var staff = staffList.find(login);
        var existing = staff.map(s -> logins.ofStaff(List.of(s.id())).stream().findFirst())
                .orElseGet(() -> logins.find(login));
        var person = new Person(
                existing.map(Login::login)
                        .or(() -> staff.map(Staff::employeeCode))
                        .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND)),
                staff.map(Staff::id));
        if (person.login().equals(by.login())) throw new Refused(AccessProblem.OWN_LOGIN);
        if (by.administrator()) return person;
        var place = staff.flatMap(staffList::placeOfWork).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        if (!by.heads(place)) {
            throw by.knows(place) ? by.refused(place) : new Refused(CommonProblem.NOT_FOUND);
        }
        if (existing.filter(Login::administrator).isPresent()
                || !reaches(by, officer.chargesOf(person.staffId().get()))) {
            throw new Refused(AccessProblem.LOGIN_OF_OFFICE);
        }
        return person;
    }

    /**
     * A seat that acts for an office of its own, as a DDO's does, opens more than the in-charge's: what one sends, the other accepts.
     * So does that of the head for whom somebody officiates.
     */
    private static boolean reaches(Caller by, List<Charge> charges) {
        return charges.stream()
                .allMatch(c -> HANDED_OUT.contains(c.kind())
                        && by.headed().stream()
                                .anyMatch(own -> c.institution().isAtOrBelow(own)
                                        && !(c.kind() == Charge.Kind.HEAD
                                                && c.institution().equals(own))));
    }

    private List<Line> lines(List<Staff> people) {
        var byStaff = logins.ofStaff(people.stream().map(Staff::id).toList()).stream()
                .collect(Collectors.toMap(l -> l.staffId().orElseThrow(), Function.identity()));
        var locked = throttle.locked(
                byStaff.values().stream().map(l -> SignIn.ofLogin(l.login())).toList(), clock.instant());
        return people.stream()
                .map(s -> line(
                        s.employeeCode(),
                        new Named(s.name(), s.nameHi()),
                        Optional.ofNullable(byStaff.get(s.id())),
                        locked.contains(SignIn.ofLogin(s.employeeCode()))))
                .toList();
    }

    private boolean isLocked(String login) {
        return throttle.lockedUntil(SignIn.ofLogin(login), clock.instant()).isPresent();
    }

    private static Line line(String login, Named name, Optional<Login> existing, boolean locked) {
        var state = existing.isEmpty()
                ? State.NONE
                : locked ? State.LOCKED : existing.get().mustChange() ? State.MUST_CHANGE : State.OPEN;
        return new Line(login, name, state);
    }

    /** An institution and its people's logins. */
    public record AtInstitution(Institution institution, List<Line> lines) {}

    /**
     * A person's login.
     *
     * @param login the Teacher ID
     */
    public record Line(String login, Named name, State state) {}

    /** NONE: no login yet; MUST_CHANGE: a one-time password has been issued and not yet been changed. */
    public enum State {
        NONE,
        OPEN,
        MUST_CHANGE,
        LOCKED
    }

    record Person(String login, Optional<Long> staffId) {}
}
