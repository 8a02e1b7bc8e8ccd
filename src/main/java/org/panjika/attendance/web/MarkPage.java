package org.panjika.attendance.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.attendance.DayOpening;
import org.panjika.attendance.DutyOrders;
import org.panjika.attendance.Limits;
import org.panjika.attendance.Mark;
import org.panjika.attendance.MyDay;
import org.panjika.attendance.PunctualityMonths;
import org.panjika.attendance.jdbc.MyDayTable;
import org.panjika.organisation.CompetentOffice;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institution.Location;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.Staff;
import org.panjika.organisation.StaffList;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.PhotographLimits;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a person marks the own attendance, or the head a colleague's (BR-1 to BR-6). */
@Controller
@RequestMapping("/mark")
class MarkPage {

    /** What the script says; {@code mark.say.<word>} in the bundle. */
    private static final List<String> WORDS = List.of(
            "finding",
            "nearby",
            "accuracy",
            "outside",
            "poor",
            "positionDenied",
            "positionUnavailable",
            "positionSlow",
            "noPoint",
            "insecure",
            "cameraDenied",
            "cameraMissing",
            "cameraBusy",
            "sending",
            "queued",
            "queuedUnkept",
            "loginAgain",
            "loginAgainUnkept",
            "expired",
            "waiting",
            "confirmIn",
            "confirmOut",
            "retake",
            "accepted",
            "toBeConfirmed",
            "refused",
            "otherReason",
            "unsent");

    private final Callers callers;
    private final StaffList staffList;
    private final Institutions institutions;
    private final CompetentOffice office;
    private final DayOpening dayOpening;
    private final MyDayTable days;
    private final PunctualityMonths punctuality;
    private final DutyOrders dutyOrders;
    private final Limits limits;
    private final PhotographLimits photographs;
    private final ObjectMapper json;
    private final Clock clock;

    MarkPage(
            Callers callers,
            StaffList staffList,
            Institutions institutions,
            CompetentOffice office,
            DayOpening dayOpening,
            MyDayTable days,
            PunctualityMonths punctuality,
            DutyOrders dutyOrders,
            Limits limits,
            PhotographLimits photographs,
            ObjectMapper json,
            Clock clock) {
        this.callers = callers;
        this.staffList = staffList;
        this.institutions = institutions;
        this.office = office;
        this.dayOpening = dayOpening;
        this.days = days;
        this.punctuality = punctuality;
        this.dutyOrders = dutyOrders;
        this.limits = limits;
        this.photographs = photographs;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping
    String page(@RequestParam("for") Optional<String> colleague, Model model, Locale locale)
            throws JsonProcessingException {
        var caller = callers.current();
        var person = colleague.isPresent() ? colleagueOf(caller, colleague.get()) : own(caller);
        var myOwn = caller.is(person.id());
        var now = ZonedDateTime.now(clock);
        var day = day(person, now.toLocalDate());
        var place = day.rules().flatMap(r -> institutions.find(r.institutionId()));
        model.addAttribute("person", person);
        model.addAttribute("colleague", !myOwn);
        model.addAttribute("back", myOwn ? "/mark" : "/school-admin?institution=" + headedPlace(caller, person));
        model.addAttribute("day", day);
        model.addAttribute("next", day.next(now.toInstant()));
        model.addAttribute("place", day.offPortal().or(() -> place.map(p -> p.name(locale.getLanguage()))));
        model.addAttribute("decider", place.flatMap(p -> above(p, person)).map(o -> o.name(locale.getLanguage())));
        model.addAttribute("kindKey", day.offPortal().isPresent() ? "duty.offPortal." : "attendance.kind.");
        model.addAttribute("dutyOrders", myOwn ? dutyOrders.inForce(person, now.toLocalDate()) : List.of());
        model.addAttribute("zone", clock.getZone());
        model.addAttribute("now", now);
        model.addAttribute("inBy", day.in().flatMap(m -> other(m, person, locale)));
        model.addAttribute("outBy", day.out().flatMap(m -> other(m, person, locale)));
        model.addAttribute("month", YearMonth.from(now));
        model.addAttribute("lateness", punctuality.ofDay(person.id(), now.toLocalDate()));
        model.addAttribute("words", WORDS);
        model.addAttribute("doubts", Mark.Doubt.values());
        model.addAttribute("facts", json.writeValueAsString(facts(caller, person, myOwn, day, place, now)));
        return "mark";
    }

    /** The person's day as a piece of another page. */
    @GetMapping("/today")
    String today(Model model, Locale locale) throws JsonProcessingException {
        page(Optional.empty(), model, locale);
        return "mark-today";
    }

    private static Staff own(Caller caller) {
        return caller.staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private Staff colleagueOf(Caller caller, String employeeCode) {
        var person = staffList.find(employeeCode).orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
        var places = staffList.placesOfWork(person);
        if (places.stream().noneMatch(caller::knows)) throw new Refused(CommonProblem.NOT_FOUND);
        if (places.stream().noneMatch(caller::heads)) throw caller.refused();
        return person;
    }

    /** The office that has the word on a mark in doubt where that is not the head of the place (C4). */
    private Optional<Institution> above(Institution place, Staff person) {
        return office.whoseHead(place, Optional.of(person.id())).filter(o -> o.id() != place.id());
    }

    private String headedPlace(Caller caller, Staff colleague) {
        return staffList.placesOfWork(colleague).stream()
                .filter(caller::heads)
                .findFirst()
                .orElseThrow()
                .code();
    }

    private MyDay day(Staff person, LocalDate today) {
        dayOpening.ensureOpen(today);
        var placeOfWork = staffList.placeOfWork(person, today).map(Institution::id);
        return days.find(person.id(), person.employeeCode(), placeOfWork, today, clock.instant());
    }

    /** Who made the mark, if it was not the person. */
    private Optional<String> other(MyDay.Recorded mark, Staff person, Locale locale) {
        if (mark.recordedBy().equals(person.employeeCode())) return Optional.empty();
        return Optional.of(staffList
                .find(mark.recordedBy())
                .map(s -> s.name(locale.getLanguage()))
                .orElse(mark.recordedBy()));
    }

    private Facts facts(
            Caller caller, Staff person, boolean own, MyDay day, Optional<Institution> place, ZonedDateTime now) {
        // a point nobody trusts must not tell people that they are far away (C7)
        var point = place.flatMap(Institution::location)
                .filter(l -> l.quality() != Location.Quality.SUSPECT)
                .map(l -> new Point(l.latitude(), l.longitude()));
        var mode = own ? (day.offPortal().isPresent() ? Mark.Mode.OFF_PORTAL : Mark.Mode.SELF) : Mark.Mode.SCHOOL_ADMIN;
        return new Facts(
                caller.login(),
                person.employeeCode(),
                mode,
                now.toInstant().toEpochMilli(),
                clock.getZone().getId(),
                point.orElse(null),
                day.rules().map(MyDay.Rules::radiusMetres).orElse(null),
                limits.marks(mode).accuracyMetres(),
                day.offPortal().isEmpty()
                        && day.rules().map(MyDay.Rules::photoRequired).orElse(false),
                photographs.bytes(),
                photographs.side());
    }

    /** What the script must know; times in milliseconds. */
    record Facts(
            String login,
            String employeeCode,
            Mark.Mode mode,
            long now,
            String zone,
            Point point,
            Integer radiusMetres,
            int goodAccuracyMetres,
            boolean photoRequired,
            int maxBytes,
            int maxSide) {}

    record Point(double latitude, double longitude) {}
}
