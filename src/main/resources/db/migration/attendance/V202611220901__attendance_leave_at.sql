-- Who is away from an institution on a day, for its ceiling.
create index day_entry_leave_at on day_entry (institution_id, day) where source = 'LEAVE';
