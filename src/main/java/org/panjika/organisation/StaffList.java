package org.panjika.organisation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panjika.organisation.jdbc.InstitutionTable;
import org.panjika.organisation.jdbc.StaffTable;
import org.springframework.stereotype.Service;

/** The members of staff and where they work (C5). */
@Service
public class StaffList {

    private final StaffTable staff;
    private final InstitutionTable institutions;
    private final Clock clock;

    StaffList(StaffTable staff, InstitutionTable institutions, Clock clock) {
        this.staff = staff;
        this.institutions = institutions;
        this.clock = clock;
    }

    public Optional<Staff> find(String employeeCode) {
        return staff.find(employeeCode);
    }

    public Optional<Staff> find(long id) {
        return staff.find(id);
    }

    /** Those with the given keys. */
    public List<Staff> all(Collection<Long> ids) {
        return staff.all(ids);
    }

    /** Where a person works today: the running deputation on the portal, else the posting. */
    public Optional<Institution> placeOfWork(Staff person) {
        return placeOfWork(person, LocalDate.now(clock));
    }

    public Optional<Institution> placeOfWork(Staff person, LocalDate day) {
        return institutions.placeOfWork(person.id(), day);
    }

    /** All institutions where a person works today, in either session; none for who works outside the portal all day. */
    public List<Institution> placesOfWork(Staff person) {
        return institutions.all(staff.placesOfWork(person.id(), LocalDate.now(clock)));
    }

    /** Everybody who works at the institution on a day, in either session, by name. */
    public List<Staff> workingAt(Institution institution, LocalDate day) {
        return staff.workingAt(institution.id(), day);
    }

    /** The same, and who is posted there and works that day outside the portal. */
    public List<Staff> lookedAfter(Institution institution, LocalDate day) {
        return staff.lookedAfter(institution.id(), day);
    }
}
