package org.panjika.access;

import java.util.List;
import java.util.Optional;
import org.panjika.access.jdbc.LoginTable;
import org.panjika.organisation.Officer;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

/** Finds out who asks. */
@Service
public class Callers {

    private final LoginTable logins;
    private final StaffList staffList;
    private final Officer officer;

    Callers(LoginTable logins, StaffList staffList, Officer officer) {
        this.logins = logins;
        this.staffList = staffList;
        this.officer = officer;
    }

    /**
     * The person who is logged in on this thread.
     *
     * @throws Refused {@code not-authenticated} if nobody is
     */
    public Caller current() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return Optional.ofNullable(authentication)
                .flatMap(a -> find(a.getName()))
                .orElseThrow(() -> new Refused(CommonProblem.NOT_AUTHENTICATED));
    }

    /** The person with a login. */
    public Optional<Caller> find(String login) {
        return logins.find(login).map(found -> {
            var staff = found.staffId().flatMap(staffList::find);
            return new Caller(
                    found.login(),
                    staff,
                    found.administrator(),
                    staff.map(s -> officer.chargesOf(s.id())).orElse(List.of()),
                    staff.flatMap(staffList::placeOfWork));
        });
    }
}
