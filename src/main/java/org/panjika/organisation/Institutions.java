package org.panjika.organisation;

import java.util.List;
import java.util.Optional;
import org.panjika.organisation.jdbc.InstitutionTable;
import org.springframework.stereotype.Service;

/** The institutions as they stand today. */
@Service
public class Institutions {

    private final InstitutionTable table;

    Institutions(InstitutionTable table) {
        this.table = table;
    }

    public Optional<Institution> find(String code) {
        return table.find(code);
    }

    public Optional<Institution> find(long id) {
        return table.find(id);
    }

    /** Those with the given keys, from the top of the tree down. */
    public List<Institution> all(List<Long> ids) {
        return table.all(ids);
    }

    /** Those at the top of the tree today. */
    public List<Institution> roots() {
        return table.roots();
    }

    /** The institution directly above it today. */
    public Optional<Institution> parent(Institution institution) {
        var path = institution.path();
        return path.size() < 2 ? Optional.empty() : table.find(path.get(path.size() - 2));
    }
}
