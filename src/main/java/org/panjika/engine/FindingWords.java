package org.panjika.engine;

import java.util.Locale;
import org.panjika.engine.model.Finding;
import org.panjika.problem.web.ProblemTexts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Findings in words: where, what, and what to do about it. */
@Component
public class FindingWords {

    private final ObjectProvider<ProblemTexts> texts;

    FindingWords(ObjectProvider<ProblemTexts> texts) {
        this.texts = texts;
    }

    /** One line, such as {@code chain.bpmn <userTask CbeoDecides> "CBEO decides": …}. */
    public String say(Finding finding, Locale locale) {
        var where = finding.element()
                .map(e -> " <" + e.kind() + " " + e.id() + ">"
                        + e.name().map(n -> " \"" + n + "\"").orElse(""))
                .orElse("");
        return finding.file() + where + ": " + what(finding, locale);
    }

    /** The same without the place. */
    public String what(Finding finding, Locale locale) {
        return texts.getObject().text("check." + finding.check().code(), finding.fields(), locale);
    }
}
