package org.panjika.leave;

import java.time.LocalDate;
import java.util.List;
import org.panjika.attendance.LeaveKinds;
import org.panjika.leave.jdbc.LeaveTypeTable;
import org.panjika.organisation.Institution;
import org.springframework.stereotype.Component;

/** Tells the register which kinds of leave there are. */
@Component
class RegulatedKinds implements LeaveKinds {

    private final LeaveTypeTable types;

    RegulatedKinds(LeaveTypeTable types) {
        this.types = types;
    }

    @Override
    public List<Kind> at(Institution institution, LocalDate day) {
        return types.at(institution.id(), day).stream()
                .map(t -> new Kind(
                        t.code(),
                        t.names().english(),
                        t.names().hindi(),
                        t.names().vietnamese(),
                        t.byHalfDays()))
                .toList();
    }
}
