package org.panjika.leave.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.panjika.access.Callers;
import org.panjika.attendance.Session;
import org.panjika.leave.AskForLeave;
import org.panjika.leave.AskForLeave.Asked;
import org.panjika.leave.ExportLeaveTypes;
import org.panjika.leave.Leave;
import org.panjika.leave.LeaveApplications;
import org.panjika.leave.LeaveApplications.Deputy;
import org.panjika.leave.LeaveBalances;
import org.panjika.leave.LeaveProblem;
import org.panjika.leave.LeaveRequest;
import org.panjika.leave.LeaveReturns;
import org.panjika.leave.LeaveSpan;
import org.panjika.leave.LeaveSpan.HalfDay;
import org.panjika.leave.LeaveType;
import org.panjika.leave.Ledger;
import org.panjika.leave.LedgerEntry;
import org.panjika.leave.LedgerEntry.Source;
import org.panjika.lists.SheetWriter.Format;
import org.panjika.organisation.Staff;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Leave as JSON. Days are numbers with halves; balances are in days too. */
@RestController
@RequestMapping("/api/v1")
class LeaveApi {

    private final LeaveApplications applications;
    private final AskForLeave ask;
    private final LeaveReturns returns;
    private final LeaveBalances balances;
    private final ExportLeaveTypes export;
    private final Callers callers;
    private final Clock clock;

    LeaveApi(
            LeaveApplications applications,
            AskForLeave ask,
            LeaveReturns returns,
            LeaveBalances balances,
            ExportLeaveTypes export,
            Callers callers,
            Clock clock) {
        this.applications = applications;
        this.ask = ask;
        this.returns = returns;
        this.balances = balances;
        this.export = export;
        this.callers = callers;
        this.clock = clock;
    }

    @GetMapping("/leave/types")
    Items<Kind> types(Locale locale) {
        return new Items<>(applications.types(staff()).stream()
                .map(t -> Kind.of(t, locale.getLanguage()))
                .toList());
    }

    /** The kinds of every regime as a list that an import takes back. */
    @GetMapping("/leave/types.csv")
    void export(HttpServletResponse response) throws IOException {
        export.requireAdministrator();
        response.setContentType(Format.CSV.contentType());
        response.setHeader("Content-Disposition", Format.CSV.attachment("leave-kinds"));
        export.write(response.getOutputStream());
    }

    /** @param on today, if it is left out */
    @GetMapping("/staff/{employeeCode}/leave/balances")
    Items<Balance> balances(@PathVariable String employeeCode, @RequestParam Optional<LocalDate> on) {
        return new Items<>(balances.of(callers.current(), employeeCode, on.orElse(LocalDate.now(clock))).stream()
                .map(Balance::of)
                .toList());
    }

    @PostMapping("/leave/applications")
    ResponseEntity<Answer> apply(@Valid @RequestBody Application body) {
        return answer(ask.apply(callers.current(), body.request()));
    }

    /** Leave that the head enters from paper (BR-11). */
    @PostMapping("/leave/grants")
    ResponseEntity<Answer> enter(@Valid @RequestBody Grant body) {
        return answer(ask.enter(callers.current(), body.employeeCode(), body.request(), body.paper()));
    }

    @PostMapping("/leave/intimations")
    Map<String, Object> intimate(@Valid @RequestBody Intimation body) {
        var to = Optional.ofNullable(body.to()).orElse(body.from());
        ask.intimate(
                callers.current(),
                body.id(),
                span(body.from(), null, to, null),
                Optional.ofNullable(body.text()).map(String::strip).filter(t -> !t.isEmpty()));
        return Map.of("id", body.id());
    }

    /** A day of compensatory leave for a duty on a holiday (C8). */
    @PostMapping("/leave/duty-credits")
    Map<String, Object> creditDuty(@Valid @RequestBody DutyCredit body) {
        balances.creditDuty(callers.current(), body.employeeCode(), body.day());
        return Map.of("employeeCode", body.employeeCode(), "day", body.day());
    }

    @GetMapping("/leave/applications/{id}")
    Answer find(@PathVariable UUID id) {
        return answer(applications.find(callers.current(), id));
    }

    /** A document of the application, as it was sent. */
    @GetMapping("/leave/applications/{id}/attachments/{hash}")
    ResponseEntity<byte[]> document(@PathVariable UUID id, @PathVariable String hash) {
        var content = applications.document(callers.current(), id, hash);
        var type = FileType.of(content)
                .map(t -> MediaType.parseMediaType(t.mediaType()))
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ResponseEntity.ok().contentType(type).body(content);
    }

    @PostMapping("/leave/applications/{id}/withdraw")
    Answer withdraw(@PathVariable UUID id) {
        return answer(ask.withdraw(callers.current(), id));
    }

    /** Asked for again; what is left out stays as it was, also of the paper, which only the head gives anew (BR-12). */
    @PostMapping("/leave/applications/{id}/resubmit")
    Answer resubmit(@PathVariable UUID id, @Valid @RequestBody Again body) {
        var caller = callers.current();
        var before = applications.find(caller, id);
        return answer(ask.resubmit(caller, body.request(before), body.paper(applications.paper(before))));
    }

    @PostMapping("/leave/applications/{id}/cancel")
    Answer cancel(@PathVariable UUID id) {
        return answer(returns.cancel(callers.current(), id));
    }

    /** The person is back before the leave ends. */
    @PostMapping("/leave/applications/{id}/join")
    Answer join(@PathVariable UUID id, @Valid @RequestBody Return body) {
        var back = new HalfDay(body.day(), Optional.ofNullable(body.session()).orElse(Session.FORENOON));
        return answer(returns.join(callers.current(), id, back));
    }

    private Staff staff() {
        return callers.current().staff().orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private ResponseEntity<Answer> answer(Asked asked) {
        return ResponseEntity.status(asked.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(answer(asked.leave()));
    }

    private Answer answer(Leave leave) {
        var steps = applications.steps(leave);
        var shown = applications.documents(callers.current(), leave);
        return new Answer(
                leave.id(),
                leave.person().employeeCode(),
                leave.place().code(),
                leave.type(),
                leave.from(),
                leave.span().first().session(),
                leave.to(),
                leave.span().last().session(),
                leave.halfDays() / 2.0,
                leave.state(),
                applications.waitsFor(leave).orElse(null),
                leave.postFacto(),
                leave.headEntered(),
                leave.reason(),
                leave.contact().orElse(null),
                leave.attachments().stream()
                        .filter(shown::contains)
                        .map(ContentHash::hex)
                        .toList(),
                leave.changes().orElse(null),
                applications
                        .deputy(leave)
                        .flatMap(Deputy::named)
                        .map(Staff::employeeCode)
                        .orElse(null),
                applications.paper(leave).map(k -> k.paper().guardFile()).orElse(null),
                applications
                        .returnAsked(leave)
                        .map(back -> new Return(back.day(), back.session()))
                        .orElse(null),
                steps.stream()
                        .map(s -> new Step(
                                s.state(),
                                s.by(),
                                s.at().atZone(clock.getZone()).toOffsetDateTime(),
                                s.remark().orElse(null)))
                        .toList());
    }

    static LeaveSpan span(LocalDate from, Session fromSession, LocalDate to, Session toSession) {
        return LeaveSpan.between(
                        new HalfDay(from, Optional.ofNullable(fromSession).orElse(Session.FORENOON)),
                        new HalfDay(to, Optional.ofNullable(toSession).orElse(Session.AFTERNOON)))
                .orElseThrow(() -> new Refused(LeaveProblem.LEAVE_DATES_REVERSED));
    }

    /**
     * @param fromSession FORENOON, if it is left out
     * @param toSession AFTERNOON, if it is left out
     * @param officiating employee code of who officiates for a head (C3)
     * @param changes approved leave of the same days of which another kind is asked for
     */
    record Application(
            @NotNull UUID id,
            @NotBlank String type,
            @NotNull LocalDate from,
            @NotNull LocalDate to,
            Session fromSession,
            Session toSession,
            @NotBlank @Size(max = 1000) String reason,
            @Size(max = 500) String contactAddress,
            @Size(max = 10) List<@NotBlank String> attachments,
            String officiating,
            UUID changes) {

        LeaveRequest request() {
            return new LeaveRequest(
                    id,
                    type,
                    span(from, fromSession, to, toSession),
                    reason.strip(),
                    Optional.ofNullable(contactAddress).map(String::strip).filter(c -> !c.isEmpty()),
                    Optional.ofNullable(attachments).orElse(List.of()),
                    Optional.ofNullable(officiating).map(String::strip).filter(o -> !o.isEmpty()),
                    Optional.ofNullable(changes));
        }
    }

    /** @param scan hash of the scanned application; {@code guardFileReference} where it is kept (BR-12) */
    record Grant(
            @NotNull UUID id,
            @NotBlank String employeeCode,
            @NotBlank String type,
            @NotNull LocalDate from,
            @NotNull LocalDate to,
            Session fromSession,
            Session toSession,
            @Size(max = 1000) String reason,
            @NotNull LocalDate applicationDate,
            @NotBlank @Size(max = 200) String sanctionedByOffice,
            @NotNull LocalDate sanctionDate,
            @Size(max = 100) String orderNumber,
            @NotBlank @Size(max = 100) String guardFileReference,
            @NotBlank String scan) {

        LeaveRequest request() {
            return new LeaveRequest(
                    id,
                    type,
                    span(from, fromSession, to, toSession),
                    Optional.ofNullable(reason).map(String::strip).orElse(""),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        LeaveRequest.Paper paper() {
            return new LeaveRequest.Paper(
                    applicationDate,
                    sanctionedByOffice.strip(),
                    sanctionDate,
                    Optional.ofNullable(orderNumber).map(String::strip).filter(o -> !o.isEmpty()),
                    guardFileReference.strip(),
                    scan);
        }
    }

    /** What is asked for anew after a return; the paper's facts only of leave that was entered from paper. */
    record Again(
            String type,
            LocalDate from,
            LocalDate to,
            Session fromSession,
            Session toSession,
            @Size(max = 1000) String reason,
            @Size(max = 10) List<@NotBlank String> attachments,
            LocalDate applicationDate,
            @Size(min = 1, max = 200) String sanctionedByOffice,
            LocalDate sanctionDate,
            @Size(max = 100) String orderNumber,
            @Size(min = 1, max = 100) String guardFileReference,
            @Size(min = 1) String scan) {

        /** @throws Refused {@code not-allowed} where there was none */
        Optional<LeaveRequest.Paper> paper(Optional<Leave.Kept> before) {
            var given =
                    Stream.of(applicationDate, sanctionedByOffice, sanctionDate, orderNumber, guardFileReference, scan);
            if (given.allMatch(Objects::isNull)) return Optional.empty();
            var kept = before.orElseThrow(() -> new Refused(CommonProblem.NOT_ALLOWED))
                    .paper();
            return Optional.of(new LeaveRequest.Paper(
                    Optional.ofNullable(applicationDate).orElse(kept.appliedOn()),
                    text(sanctionedByOffice).orElse(kept.sanctionedBy()),
                    Optional.ofNullable(sanctionDate).orElse(kept.sanctionedOn()),
                    orderNumber == null ? kept.orderNumber() : text(orderNumber),
                    text(guardFileReference).orElse(kept.guardFile()),
                    Optional.ofNullable(scan).orElse(kept.scan())));
        }

        private static Optional<String> text(String given) {
            return Optional.ofNullable(given).map(String::strip).filter(t -> !t.isEmpty());
        }

        LeaveRequest request(Leave before) {
            var span = before.span();
            return new LeaveRequest(
                    before.id(),
                    Optional.ofNullable(type).orElse(before.type()),
                    span(
                            Optional.ofNullable(from).orElse(span.from()),
                            Optional.ofNullable(fromSession).orElse(span.first().session()),
                            Optional.ofNullable(to).orElse(span.to()),
                            Optional.ofNullable(toSession).orElse(span.last().session())),
                    Optional.ofNullable(reason).map(String::strip).orElse(before.reason()),
                    before.contact(),
                    Optional.ofNullable(attachments)
                            .orElse(before.attachments().stream()
                                    .map(ContentHash::hex)
                                    .toList()),
                    Optional.empty(),
                    before.changes());
        }
    }

    record Return(@NotNull LocalDate day, Session session) {}

    record Intimation(@NotNull UUID id, @NotNull LocalDate from, LocalDate to, @Size(max = 1000) String text) {}

    record DutyCredit(@NotBlank String employeeCode, @NotNull LocalDate day) {}

    /** A whole list. */
    record Items<T>(List<T> items) {}

    /**
     * @param approver the group whose word is waited for, while it is
     * @param attachments hashes of documents, for who may read them
     * @param officiating employee code of who officiates while it takes a head away (C3)
     * @param returnAsked from when on the person says to have been back, while the office has not said
     */
    record Answer(
            UUID id,
            String employeeCode,
            String institution,
            String type,
            LocalDate from,
            Session fromSession,
            LocalDate to,
            Session toSession,
            double days,
            Leave.State state,
            String approver,
            boolean postFacto,
            boolean headEntered,
            String reason,
            String contactAddress,
            List<String> attachments,
            UUID changes,
            String officiating,
            String guardFileReference,
            Return returnAsked,
            List<Step> path) {}

    record Step(Leave.State state, String by, OffsetDateTime at, String remark) {}

    /** @param takenFrom code of the balance, if one is kept */
    record Kind(
            String code,
            String name,
            String takenFrom,
            int weight,
            boolean halfDays,
            boolean holidaysCount,
            Integer longestDays,
            Integer longestDaysWithHolidays,
            Integer documentFromDays,
            List<String> joins) {

        static Kind of(LeaveType type, String language) {
            return new Kind(
                    type.code(),
                    type.name(language),
                    type.account().orElse(null),
                    type.weight(),
                    type.byHalfDays(),
                    type.holidaysCount(),
                    number(type.longest()),
                    number(type.longestRunning()),
                    number(type.documentFrom()),
                    type.joins().orElse(null));
        }

        private static Integer number(OptionalInt figure) {
            return figure.isPresent() ? figure.getAsInt() : null;
        }
    }

    /**
     * @param period first day of the leave year, where credits lapse
     * @param reserved days taken for absence with a statement that is not accepted; they are not in {@code days}
     */
    record Balance(
            String account, LocalDate period, List<String> types, double days, double reserved, List<Entry> entries) {

        static Balance of(LeaveBalances.Balance balance) {
            var taken = balance.ledger().takenFrom();
            var reserved = balance.ledger().reservations();
            return new Balance(
                    balance.key().account(),
                    balance.ofLeaveYear() ? balance.key().period() : null,
                    balance.types().stream().map(LeaveType::code).toList(),
                    balance.halfDays() / 2.0,
                    balance.ledger().reserved() / 2.0,
                    balance.ledger().entries().stream()
                            .map(e -> Entry.of(
                                    e, reserved.contains(e.number()), taken.getOrDefault(e.number(), List.of())))
                            .toList());
        }
    }

    /**
     * @param reserved whether it is a debit of absence that is given back if the line of its statement is returned
     * @param from of a debit the credits it was taken from, the oldest first
     */
    record Entry(
            long number,
            Source source,
            double days,
            LocalDate day,
            UUID application,
            Long reverses,
            boolean reserved,
            List<Part> from) {

        static Entry of(LedgerEntry entry, boolean reserved, List<Ledger.Part> from) {
            return new Entry(
                    entry.number(),
                    entry.source(),
                    entry.halfDays() / 2.0,
                    entry.day(),
                    entry.request().orElse(null),
                    entry.reverses().orElse(null),
                    reserved,
                    from.stream()
                            .map(p -> new Part(p.credit(), p.halfDays() / 2.0))
                            .toList());
        }
    }

    record Part(long credit, double days) {}
}
