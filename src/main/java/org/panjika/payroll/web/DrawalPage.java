package org.panjika.payroll.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.panjika.access.Caller;
import org.panjika.access.Callers;
import org.panjika.lists.Spreadsheet;
import org.panjika.organisation.Charge;
import org.panjika.payroll.Drawal;
import org.panjika.payroll.Drawal.Entry;
import org.panjika.payroll.Drawal.Status;
import org.panjika.payroll.Drawals;
import org.panjika.payroll.Figure;
import org.panjika.payroll.Line;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where the drawing officer enters what became of the pay of each person, by hand or by a list (RJ-14). */
@Controller
@RequestMapping("/payroll/{month}/drawal")
class DrawalPage {

    private final Drawals drawals;
    private final DrawalList list;
    private final Callers callers;
    private final ProblemTexts texts;

    DrawalPage(Drawals drawals, DrawalList list, Callers callers, ProblemTexts texts) {
        this.drawals = drawals;
        this.list = list;
        this.callers = callers;
        this.texts = texts;
    }

    @GetMapping
    String page(
            @PathVariable YearMonth month,
            @RequestParam Optional<String> institution,
            @RequestParam Optional<String> q,
            @RequestParam Optional<String> after,
            Model model) {
        show(callers.current(), month, institution, filled(q), after, model);
        return "payroll/drawal";
    }

    private void show(
            Caller caller,
            YearMonth month,
            Optional<String> institution,
            Optional<String> q,
            Optional<String> after,
            Model model) {
        mustActForAnOffice(caller);
        var page = drawals.standing(caller, month, q, after);
        var standing = page.places();
        var chosen = institution
                .flatMap(code -> drawals.standing(caller, month, code))
                .or(() -> standing.stream()
                        .filter(s -> s.state() == org.panjika.payroll.Statement.State.ACCEPTED)
                        .filter(s -> s.known() < s.people())
                        .findFirst())
                .or(() -> standing.stream().findFirst());
        model.addAttribute("month", month);
        model.addAttribute("standing", standing);
        model.addAttribute("next", page.next());
        model.addAttribute("q", q.orElse(null));
        model.addAttribute("after", after.orElse(null));
        model.addAttribute(
                "seats",
                caller.charges().stream()
                        .filter(Charge::mayAct)
                        .map(Charge::institution)
                        .distinct()
                        .toList());
        model.addAttribute("chosen", chosen);
        model.addAttribute(
                "rows",
                chosen.map(s -> drawals.of(caller, s.code(), month)).orElse(List.of()).stream()
                        .map(Row::said)
                        .toList());
        model.addAttribute("figures", List.of(Figure.FULL_PAY, Figure.HALF_PAY, Figure.NO_PAY, Figure.HELD));
        model.addAttribute("statuses", Status.values());
    }

    /** Who draws nobody's pay has no business here. */
    private static void mustActForAnOffice(Caller caller) {
        if (!caller.acts()) throw new Refused(CommonProblem.NOT_ALLOWED);
    }

    /**
     * Fields are named {@code status.<employee code>}, likewise {@code reason}, {@code bill} and {@code date}; number and date of the
     * bill of all are those of lines that are drawn and name none.
     */
    @PostMapping
    String enter(
            @PathVariable YearMonth month,
            @RequestParam String institution,
            @RequestParam Optional<String> bill,
            @RequestParam Optional<LocalDate> date,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response) {
        var caller = callers.current();
        var rows = drawals.of(caller, institution, month).stream()
                .map(d -> Row.typed(d.line(), form))
                .toList();
        var entries =
                rows.stream().flatMap(r -> r.entry(filled(bill), date).stream()).toList();
        try {
            drawals.enter(caller, institution, month, entries);
        } catch (Refused refused) {
            if (refused.problem().status() < 409) throw refused;
            response.setStatus(refused.problem().status());
            show(caller, month, Optional.of(institution), Optional.empty(), Optional.empty(), model);
            if (!rows.isEmpty()) model.addAttribute("rows", rows);
            model.addAttribute("bill", bill.orElse(""));
            model.addAttribute("date", date.map(LocalDate::toString).orElse(""));
            model.addAttribute("problem", texts.detail(refused.naming(field -> who(field, rows, locale)), locale));
            return "payroll/drawal";
        }
        after.addFlashAttribute("notice", "drawal.saved");
        return "redirect:/payroll/%s/drawal?institution=%s".formatted(month, institution);
    }

    /** Whose line a wrong field is in. */
    private static String who(String field, List<Row> rows, Locale locale) {
        var said = rows.stream().filter(r -> r.status().isPresent()).toList();
        return DrawalList.number(field)
                .map(n -> said.get(n).line().person().name(locale.getLanguage()))
                .orElse(field);
    }

    /** A line of the form: what was said before, or what was typed. */
    record Row(Line line, Optional<Status> status, String reason, String bill, String date) {

        static Row said(Drawal drawal) {
            var said = drawal.said();
            return new Row(
                    drawal.line(),
                    said.map(Entry::status),
                    said.flatMap(Entry::reason).orElse(""),
                    said.flatMap(Entry::bill).orElse(""),
                    said.flatMap(Entry::date).map(LocalDate::toString).orElse(""));
        }

        static Row typed(Line line, MultiValueMap<String, String> form) {
            var code = line.person().employeeCode();
            return new Row(
                    line,
                    Stream.of(Status.values())
                            .filter(s -> s.name().equals(form.getFirst("status." + code)))
                            .findFirst(),
                    text(form, "reason." + code),
                    text(form, "bill." + code),
                    text(form, "date." + code));
        }

        private static String text(MultiValueMap<String, String> form, String field) {
            return Optional.ofNullable(form.getFirst(field)).orElse("").strip();
        }

        /** What it says; of a line that is in no bill yet and is drawn, with the bill of all. */
        Optional<Entry> entry(Optional<String> billOfAll, Optional<LocalDate> dateOfAll) {
            return status.map(s -> {
                var drawn = s != Status.WITHHELD;
                return new Entry(
                        line.person().employeeCode(),
                        s,
                        filled(Optional.of(reason)),
                        filled(Optional.of(bill)).or(() -> billOfAll.filter(b -> drawn)),
                        filled(Optional.of(date)).map(Row::day).or(() -> dateOfAll.filter(d -> drawn)));
            });
        }

        private static LocalDate day(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new Refused(CommonProblem.BAD_REQUEST);
            }
        }
    }

    private static Optional<String> filled(Optional<String> text) {
        return text.map(String::strip).filter(t -> !t.isEmpty());
    }

    /** Everybody's line of accepted statements, as a list to be filled in and sent back. */
    @GetMapping("/list.csv")
    void csv(@PathVariable YearMonth month, HttpServletResponse response) throws IOException {
        var caller = callers.current();
        mustActForAnOffice(caller);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"drawal-%s.csv\"".formatted(month));
        response.getWriter().write(Spreadsheet.BYTE_ORDER_MARK);
        try (var csv = CsvWriter.builder().build(response.getWriter())) {
            csv.writeRecord(DrawalList.COLUMNS);
            drawals.lines(
                    caller,
                    month,
                    line -> csv.writeRecord(
                            line.institution(),
                            line.employeeCode(),
                            Spreadsheet.guarded(line.name()),
                            String.valueOf(line.fullPay()),
                            String.valueOf(line.halfPay()),
                            String.valueOf(line.noPay()),
                            String.valueOf(line.held()),
                            line.said().map(s -> s.status().name()).orElse(""),
                            Spreadsheet.guarded(
                                    line.said().flatMap(Entry::reason).orElse("")),
                            Spreadsheet.guarded(line.said().flatMap(Entry::bill).orElse("")),
                            line.said()
                                    .flatMap(Entry::date)
                                    .map(LocalDate::toString)
                                    .orElse("")));
        }
    }

    /** The list filled in: all of it or nothing. */
    @PostMapping("/list")
    String list(
            @PathVariable YearMonth month,
            @RequestParam Optional<MultipartFile> file,
            Model model,
            Locale locale,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        var caller = callers.current();
        mustActForAnOffice(caller);
        try {
            list.enter(caller, month, file.isPresent() ? file.get().getBytes() : new byte[0]);
        } catch (Refused refused) {
            if (refused.problem().status() < 409) throw refused;
            response.setStatus(refused.problem().status());
            show(caller, month, Optional.empty(), Optional.empty(), Optional.empty(), model);
            model.addAttribute("problem", texts.detail(refused, locale));
            return "payroll/drawal";
        }
        after.addFlashAttribute("notice", "drawal.saved");
        return "redirect:/payroll/%s/drawal".formatted(month);
    }
}
