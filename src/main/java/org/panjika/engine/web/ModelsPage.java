package org.panjika.engine.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.panjika.access.Callers;
import org.panjika.engine.Deployments;
import org.panjika.engine.Deployments.Version;
import org.panjika.engine.FindingWords;
import org.panjika.engine.Moves;
import org.panjika.engine.model.Diagram;
import org.panjika.engine.model.Finding;
import org.panjika.problem.CommonProblem;
import org.panjika.problem.Refused;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Administrators see the processes, change their models and move running cases. */
@Controller
@RequestMapping("/admin/models")
class ModelsPage {

    private static final String CHOICE = "choice.";

    /** On a page. */
    private static final int SHOWN = 20;

    private static final int STAYED = 100;

    private final Callers callers;
    private final Deployments deployments;
    private final Moves moves;
    private final FindingWords words;
    private final ProblemTexts texts;

    ModelsPage(Callers callers, Deployments deployments, Moves moves, FindingWords words, ProblemTexts texts) {
        this.callers = callers;
        this.deployments = deployments;
        this.moves = moves;
        this.words = words;
        this.texts = texts;
    }

    /** @param after number of the last deployment without a process that was shown before */
    @GetMapping
    String processes(@RequestParam Optional<Long> after, Model page) {
        var caller = callers.current();
        page.addAttribute("processes", deployments.processes(caller));
        var alone = deployments.alone(caller, after.orElse(Long.MAX_VALUE), SHOWN + 1);
        page.addAttribute("alone", alone.stream().limit(SHOWN).toList());
        if (alone.size() > SHOWN) page.addAttribute("next", alone.get(SHOWN - 1).number());
        return "engine/models";
    }

    /**
     * @param kept files of the form before, which only asked: name, line, content in base64
     * @param anyway whether what only asks is accepted
     */
    @PostMapping
    String deploy(
            @RequestParam(required = false) List<MultipartFile> files,
            @RequestParam(required = false) String[] kept,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean anyway,
            Model page,
            Locale locale)
            throws IOException {
        var content = content(files == null ? List.of() : files, kept == null ? new String[0] : kept);
        return deploy(content, reason, anyway, page, locale);
    }

    /** Deploys what an earlier deployment had, through the same checks. */
    @PostMapping("/again")
    String again(
            @RequestParam(defaultValue = "") String deployment,
            @RequestParam(defaultValue = "") String reason,
            Model page,
            Locale locale) {
        page.addAttribute("again", deployment);
        return deploy(deployments.files(callers.current(), deployment), reason, false, page, locale);
    }

    private String deploy(Map<String, byte[]> content, String reason, boolean anyway, Model page, Locale locale) {
        var caller = callers.current();
        var findings = deployments.look(caller, content).stream()
                .sorted(Comparator.comparing(Finding::refuses).reversed())
                .map(f -> new Said(f, words.what(f, locale)))
                .toList();
        page.addAttribute("reason", reason);
        page.addAttribute("findings", findings);
        var refused = findings.stream().anyMatch(f -> f.finding().refuses());
        if (refused || !findings.isEmpty() && !anyway) {
            page.addAttribute("asks", !refused);
            if (!refused) page.addAttribute("kept", keep(content));
            return processes(Optional.empty(), page);
        }
        try {
            deployments.deploy(caller, content, reason);
        } catch (Refused problem) {
            page.addAttribute("problem", texts.detail(problem, locale));
            return processes(Optional.empty(), page);
        }
        page.addAttribute("deployed", content.keySet());
        return processes(Optional.empty(), page);
    }

    /** A finding in words. */
    record Said(Finding finding, String what) {}

    /**
     * @param version shown; the newest where none is named
     * @param from version whose cases are to be moved to the newest
     * @param back version to go back to
     */
    @GetMapping("/{process}")
    String process(
            @PathVariable String process,
            @RequestParam Optional<Integer> version,
            @RequestParam Optional<Integer> from,
            @RequestParam Optional<Integer> back,
            Model page) {
        var caller = callers.current();
        // before the cases are counted: of a move that is done the page is not asked for again
        page.addAttribute("moves", moves.progress(caller, process));
        var versions = deployments.versions(caller, process);
        var newest = versions.get(0);
        var shown = version.map(number -> numbered(versions, number)).orElse(newest);
        var model = deployments.model(caller, shown);
        page.addAttribute("process", process);
        page.addAttribute("versions", versions);
        page.addAttribute("shown", shown);
        page.addAttribute("standing", deployments.standing(caller, shown));
        Diagram.of(model).ifPresent(diagram -> page.addAttribute("diagram", diagram));
        from.ifPresent(number -> page.addAttribute("plan", moves.plan(caller, process, number, newest.number())));
        back.ifPresent(number -> {
            page.addAttribute("back", number);
            page.addAttribute("plan", moves.plan(caller, process, newest.number(), number));
        });
        return "engine/model";
    }

    /**
     * The cases of a move that stayed where they were.
     *
     * @param after number of the last one that was shown before
     */
    @GetMapping("/{process}/moves/{move}")
    String stayed(
            @PathVariable String process,
            @PathVariable long move,
            @RequestParam(defaultValue = "0") long after,
            Model page) {
        var caller = callers.current();
        page.addAttribute("process", process);
        page.addAttribute("shown", deployments.versions(caller, process).get(0));
        page.addAttribute("move", move);
        var stayed = moves.stayed(caller, process, move, after, STAYED + 1);
        page.addAttribute("stayed", stayed.stream().limit(STAYED).toList());
        if (stayed.size() > STAYED)
            page.addAttribute("next", stayed.get(STAYED - 1).number());
        return "engine/stayed";
    }

    @PostMapping("/{process}/moves")
    String move(
            @PathVariable String process,
            @RequestParam(defaultValue = "0") int from,
            @RequestParam(defaultValue = "0") int to,
            @RequestParam(defaultValue = "KEPT") Moves.Timers timers,
            @RequestParam Map<String, String> form,
            Model page,
            Locale locale) {
        try {
            moves.move(callers.current(), new Moves.Way(process, from, to, timers), choices(form));
            return "redirect:/admin/models/" + process + "#moves";
        } catch (Refused problem) {
            return again(problem, process, Optional.of(from), Optional.empty(), form, page, locale);
        }
    }

    @PostMapping("/{process}/back")
    String goBack(
            @PathVariable String process,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "KEPT") Moves.Timers timers,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam Map<String, String> form,
            Model page,
            Locale locale) {
        try {
            moves.goBack(callers.current(), process, version, timers, reason, choices(form));
            return "redirect:/admin/models/" + process + "#moves";
        } catch (Refused problem) {
            return again(problem, process, Optional.empty(), Optional.of(version), form, page, locale);
        }
    }

    private String again(
            Refused problem,
            String process,
            Optional<Integer> from,
            Optional<Integer> back,
            Map<String, String> form,
            Model page,
            Locale locale) {
        if (problem.problem() instanceof CommonProblem) throw problem;
        page.addAttribute("problem", texts.detail(problem, locale));
        page.addAttribute("typed", form);
        return process(process, Optional.empty(), from, back, page);
    }

    private static Version numbered(List<Version> versions, int number) {
        return versions.stream()
                .filter(v -> v.number() == number)
                .findFirst()
                .orElseThrow(() -> new Refused(CommonProblem.NOT_FOUND));
    }

    private static Map<String, String> choices(Map<String, String> form) {
        var choices = new HashMap<String, String>();
        form.forEach((name, value) -> {
            if (name.startsWith(CHOICE)) choices.put(name.substring(CHOICE.length()), value);
        });
        return choices;
    }

    private static Map<String, byte[]> content(List<MultipartFile> files, String[] kept) throws IOException {
        var content = new TreeMap<String, byte[]>();
        for (var file : kept) {
            var parts = file.strip().split("\\R", 2);
            if (parts.length < 2) throw new Refused(CommonProblem.BAD_REQUEST);
            try {
                content.put(parts[0], Base64.getMimeDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII)));
            } catch (IllegalArgumentException e) {
                throw new Refused(CommonProblem.BAD_REQUEST);
            }
        }
        for (var file : files) {
            if (!file.isEmpty()) content.put(name(file), file.getBytes());
        }
        return content;
    }

    private static String name(MultipartFile file) {
        var name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static List<String> keep(Map<String, byte[]> content) {
        return content.entrySet().stream()
                .map(f -> f.getKey() + "\n" + Base64.getEncoder().encodeToString(f.getValue()))
                .toList();
    }
}
