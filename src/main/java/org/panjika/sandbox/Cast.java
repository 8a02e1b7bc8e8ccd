package org.panjika.sandbox;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.panjika.sandbox.jdbc.CastTable;
import org.springframework.stereotype.Service;

/** The sample people: at least one of every kind the rules name. */
@Service
@SandboxOnly
public class Cast {

    private final CastTable table;
    private final Clock clock;

    Cast(CastTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    public List<CastMember> list() {
        return table.list(LocalDate.now(clock));
    }
}
