-- What was said about days, by the moment it was said; the roll of a day is said on the day.
create index day_entry_said on day_entry (recorded_at) where source <> 'ROLL';
