package org.panjika.organisation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.panjika.organisation.jdbc.SettingTable;
import org.springframework.stereotype.Service;

/** What holds at an institution on a day: what the nearest says that says something, its own word before its regime's (C1). */
@Service
public class SettingsInForce {

    private final SettingTable table;

    SettingsInForce(SettingTable table) {
        this.table = table;
    }

    /** Of every setting that is said somewhere above. */
    public Map<Setting, String> at(Institution institution, LocalDate day) {
        return table.at(List.of(institution.id()), EnumSet.allOf(Setting.class), day)
                .get(institution.id());
    }

    /** @throws IllegalStateException of a setting that nobody says; {@link Setting#REGIME} alone may be such a one */
    public String at(Institution institution, Setting setting, LocalDate day) {
        var said = at(List.of(institution.id()), setting, day).get(institution.id());
        if (said == null) throw new IllegalStateException("no " + setting.key() + " at " + institution.code());
        return said;
    }

    /** The same of a setting that is a number. */
    public int figure(Institution institution, Setting setting, LocalDate day) {
        return Integer.parseInt(at(institution, setting, day));
    }

    /** On which of some days a value holds. */
    public Set<LocalDate> days(Institution institution, Setting setting, String value, Collection<LocalDate> days) {
        return table.days(institution, setting, value, days);
    }

    /** The same at several, by the key of the institution. */
    public Map<Long, String> at(Collection<Long> institutions, Setting setting, LocalDate day) {
        return table.at(institutions, EnumSet.of(setting), day).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get(setting)));
    }
}
