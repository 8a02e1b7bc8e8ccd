-- Who is on leave on a day that is being opened.
create index day_entry_leave on day_entry (day) where source = 'LEAVE';
