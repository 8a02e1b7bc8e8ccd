-- What was decided about marks and about lateness, by the moment it was decided.
create index attendance_mark_decision_said on attendance_mark_decision (recorded_at, day);
create index lateness_condonation_said on lateness_condonation (recorded_at, day);
