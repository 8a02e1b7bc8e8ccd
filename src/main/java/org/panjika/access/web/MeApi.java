package org.panjika.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.access.Passwords;
import org.panjika.organisation.Charge;
import org.panjika.organisation.Designations;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Staff;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who I am, and what I may do. */
@RestController
@RequestMapping("/api/v1/me")
class MeApi {

    private final Callers callers;
    private final Passwords passwords;
    private final Designations designations;

    MeApi(Callers callers, Passwords passwords, Designations designations) {
        this.callers = callers;
        this.passwords = passwords;
        this.designations = designations;
    }

    @GetMapping
    Me me(Locale locale) {
        var caller = callers.current();
        var language = locale.getLanguage();
        return new Me(
                caller.login(),
                caller.staff().map(Staff::employeeCode),
                caller.staff().map(s -> s.name(language)).orElse(caller.login()),
                caller.staff().map(s -> designations.in(s.designation(), locale)),
                language,
                caller.placeOfWork().map(i -> Place.of(i, language)),
                caller.charges().stream().map(c -> Office.of(c, language)).toList(),
                Me.mayDo(caller));
    }

    /** Changes the own password; sessions and tokens of the login end. */
    @PutMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(@RequestBody @Valid PasswordChange change, HttpServletRequest request) {
        passwords.change(
                callers.current().login(), change.current, change.wanted, request.getRemoteAddr(), Optional.empty());
    }

    record PasswordChange(@NotNull String current, @NotNull String wanted) {}

    /**
     * @param posting where the person works today
     * @param may open set
     */
    record Me(
            String login,
            Optional<String> employeeCode,
            String name,
            Optional<String> designation,
            String language,
            Optional<Place> posting,
            List<Office> charges,
            List<String> may) {

        static List<String> mayDo(Caller caller) {
            var may = new ArrayList<String>();
            if (caller.placeOfWork().isPresent()) may.add("MARK_OWN_ATTENDANCE");
            if (!caller.headed().isEmpty()) {
                may.add("ENTER_ROLL");
                may.add("MARK_FOR_STAFF");
            }
            if (!caller.headed().isEmpty() || caller.administrator()) may.add("ISSUE_ONE_TIME_PASSWORDS");
            if (!caller.charges().isEmpty() || caller.administrator()) may.add("SEE_COMPLETENESS");
            if (caller.administrator()) may.add("ADMINISTER");
            return may;
        }
    }

    record Place(String code, String name, String kind) {

        static Place of(Institution institution, String language) {
            return new Place(
                    institution.code(),
                    institution.name(language),
                    institution.kind().name());
        }
    }

    /**
     * @param group the office as tasks name it, such as CBEO_080102
     * @param away the person does not act in it only for being away today, or while another officiates
     */
    record Office(Charge.Kind kind, String group, Place institution, Charge.Basis basis, boolean mayAct, boolean away) {

        static Office of(Charge charge, String language) {
            return new Office(
                    charge.kind(),
                    charge.group(),
                    Place.of(charge.institution(), language),
                    charge.basis(),
                    charge.mayAct(),
                    charge.away());
        }
    }
}
