package org.panjika.payroll.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.panjika.access.Callers;
import org.panjika.payroll.Adjustment;
import org.panjika.payroll.Adjustments;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Line;
import org.panjika.payroll.PayrollProblem;
import org.panjika.payroll.Proposal;
import org.panjika.payroll.Proposal.Reply;
import org.panjika.payroll.Proposal.Verdict;
import org.panjika.payroll.Proposals;
import org.panjika.payroll.Statement;
import org.panjika.payroll.Statements;
import org.panjika.problem.Refused;
import org.panjika.storage.ContentHash;
import org.panjika.storage.FileType;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The month's pay as JSON. Figures are half days. */
@RestController
@RequestMapping("/api/v1/payroll")
class PayrollApi {

    private static final int LARGEST_PAGE = 500;

    private final Statements statements;
    private final Proposals proposals;
    private final Adjustments adjustments;
    private final Callers callers;
    private final Clock clock;

    PayrollApi(Statements statements, Proposals proposals, Adjustments adjustments, Callers callers, Clock clock) {
        this.statements = statements;
        this.proposals = proposals;
        this.adjustments = adjustments;
        this.callers = callers;
        this.clock = clock;
    }

    record StatementBody(
            String institution,
            YearMonth month,
            Statement.Route route,
            Statement.State state,
            LocalDate through,
            int version,
            Optional<String> contentHash,
            Optional<OffsetDateTime> sentAt,
            Optional<String> sentBy,
            boolean inStead,
            List<Map<String, Object>> lines) {}

    @GetMapping("/{month}/institutions/{code}")
    StatementBody statement(@PathVariable YearMonth month, @PathVariable String code) {
        var found = statements.of(callers.current(), code, month);
        var proposed = new TreeMap<String, List<ProposalBody>>();
        proposals
                .of(found.institution(), month)
                .forEach(p -> proposed.merge(p.person().employeeCode(), List.of(body(p)), PayrollApi::joined));
        return new StatementBody(
                found.institution().code(),
                month,
                found.route(),
                found.state(),
                found.through(),
                found.sent().map(Statement.Sent::version).orElse(0),
                found.sent().map(Statement.Sent::contentHash).map(ContentHash::hex),
                found.sent().map(s -> s.at().atOffset(ZoneOffset.UTC)),
                found.sent().map(Statement.Sent::by),
                found.sent().filter(Statement.Sent::inStead).isPresent(),
                found.lines().stream()
                        .map(l -> line(l, proposed.getOrDefault(l.person().employeeCode(), List.of())))
                        .toList());
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        var all = new java.util.ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Map<String, Object> line(Line line, List<ProposalBody> proposed) {
        var body = new LinkedHashMap<String, Object>();
        body.put("employeeCode", line.person().employeeCode());
        body.put("name", line.person().name());
        for (var figure : Figure.values()) body.put(key(figure), line.of(figure).count());
        var leave = new TreeMap<String, Integer>();
        line.leave().forEach((type, sessions) -> leave.put(type, sessions.count()));
        body.put("leave", leave);
        body.put("proposed", proposed);
        return body;
    }

    /** Figures as the contract names them. */
    private static String key(Figure figure) {
        return switch (figure) {
            case ABSENT -> "unauthorised";
            case DOUBTFUL -> "toBeConfirmed";
            default -> {
                var words = figure.name().split("_");
                var key = new StringBuilder(words[0].toLowerCase(Locale.ROOT));
                for (int i = 1; i < words.length; i++) {
                    key.append(words[i].charAt(0)).append(words[i].substring(1).toLowerCase(Locale.ROOT));
                }
                yield key.toString();
            }
        };
    }

    record AdjustmentBody(
            long number,
            String employeeCode,
            String institution,
            YearMonth month,
            YearMonth openMonth,
            Adjustment.Direction kind,
            int sessions,
            List<LocalDate> days,
            String was,
            String becomes,
            Adjustment.Cause cause,
            Optional<UUID> request,
            String link) {}

    /** @param next key of the last row, where there are more */
    record Items<T>(List<T> items, String next) {

        /** The first of some rows. */
        static <R, T> Items<T> of(List<R> rows, int size, Function<R, T> body, Function<R, ?> key) {
            var page = rows.subList(0, Math.min(size, rows.size()));
            return new Items<>(
                    page.stream().map(body).toList(),
                    rows.size() > size ? String.valueOf(key.apply(page.get(size - 1))) : null);
        }

        static int size(int limit) {
            return Math.max(1, Math.min(limit, LARGEST_PAGE));
        }
    }

    @GetMapping("/{month}/adjustments")
    Items<AdjustmentBody> adjustments(
            @PathVariable YearMonth month,
            @RequestParam String under,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam Optional<Long> after) {
        var size = Items.size(limit);
        var found = adjustments.posted(callers.current(), month, under, after, size + 1);
        return Items.of(found, size, PayrollApi::body, Adjustment::number);
    }

    private static AdjustmentBody body(Adjustment a) {
        return new AdjustmentBody(
                a.number(),
                a.person().employeeCode(),
                a.institution(),
                a.month(),
                a.openMonth(),
                a.direction(),
                a.change().sessions().count(),
                List.copyOf(a.change().sessions().days(a.month()).keySet()),
                a.change().was().name(),
                a.change().becomes().name(),
                a.cause(),
                a.request(),
                a.link());
    }

    record ProposalBody(
            UUID id,
            String employeeCode,
            LocalDate day,
            Proposal.Kind kind,
            int sessions,
            LocalDate replyUntil,
            Proposal.State state,
            Optional<String> text,
            List<String> attachments,
            Optional<String> remark) {}

    private ProposalBody body(Proposal p) {
        return new ProposalBody(
                p.id(),
                p.person().employeeCode(),
                p.day(),
                p.kind(),
                p.sessions().size(),
                p.replyUntil(),
                p.state(LocalDate.now(clock)),
                p.answer().flatMap(Proposal.Answer::text),
                p.answer().map(Proposal.Answer::attachments).orElse(List.of()),
                p.decision().map(Proposal.Decision::remark));
    }

    @GetMapping("/notices")
    Items<ProposalBody> notices(@RequestParam(defaultValue = "100") int limit, @RequestParam Optional<UUID> after) {
        var own = proposals.own(callers.current(), YearMonth.now(clock));
        var from = after.map(id -> own.stream().map(Proposal::id).toList().indexOf(id) + 1)
                .orElse(0);
        return Items.of(own.subList(from, own.size()), Items.size(limit), this::body, Proposal::id);
    }

    record ReplyBody(String reply, String text, List<String> attachments) {}

    @PostMapping("/notices/{id}/reply")
    ProposalBody reply(@PathVariable UUID id, @RequestBody ReplyBody body) {
        return body(proposals.reply(
                callers.current(),
                id,
                one(Reply.values(), body.reply()),
                Optional.ofNullable(body.text()),
                Optional.ofNullable(body.attachments()).orElse(List.of())));
    }

    @GetMapping("/notices/{id}/attachments/{hash}")
    ResponseEntity<byte[]> document(@PathVariable UUID id, @PathVariable String hash) {
        return file(proposals.document(callers.current(), id, hash));
    }

    /** A file that is kept, as what it is. */
    static ResponseEntity<byte[]> file(byte[] content) {
        var type = FileType.of(content)
                .map(t -> MediaType.parseMediaType(t.mediaType()))
                .orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ResponseEntity.ok().contentType(type).body(content);
    }

    record DecisionBody(String decision, String remark) {}

    @PostMapping("/notices/{id}/decision")
    ProposalBody decide(@PathVariable UUID id, @RequestBody DecisionBody body) {
        return body(proposals.decide(
                callers.current(),
                id,
                one(Verdict.values(), body.decision()),
                Optional.ofNullable(body.remark()).orElse("")));
    }

    private static <E extends Enum<E>> E one(E[] values, String said) {
        for (var value : values) {
            if (value.name().equalsIgnoreCase(said)) return value;
        }
        throw new Refused(PayrollProblem.PAY_WORD_NOT_UNDERSTOOD);
    }
}
