package org.panjika.engine;

import java.util.Locale;
import java.util.Optional;
import org.panjika.organisation.Institution;
import org.panjika.organisation.Institutions;
import org.panjika.organisation.OfficeKinds;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What people call an office that the engine knows as a group, such as {@code HEAD_08010100101}. */
@Component
class OfficeNames {

    private final Institutions institutions;
    private final OfficeKinds kinds;
    private final MessageSource messages;

    OfficeNames(Institutions institutions, OfficeKinds kinds, MessageSource messages) {
        this.institutions = institutions;
        this.kinds = kinds;
        this.messages = messages;
    }

    /** The office's own name, or function and institution; the group itself where there is no such institution. */
    String of(String group, Locale locale) {
        var end = group.lastIndexOf('_');
        if (end < 0) return group;
        var function = group.substring(0, end);
        return institution(function, group.substring(end + 1))
                .map(i -> i.kind().name().equals(function)
                        ? i.name(locale.getLanguage())
                        : function(function, locale) + ", " + i.name(locale.getLanguage()))
                .orElse(group);
    }

    /** The code of an office begins with its kind, which its group does not repeat. */
    private Optional<Institution> institution(String function, String area) {
        return institutions.find(area).or(() -> institutions.find(function.replace("_", "") + area));
    }

    private String function(String function, Locale locale) {
        return messages.getMessage(
                "home.charge." + function, null, kinds.name(function, locale).orElse(function), locale);
    }
}
