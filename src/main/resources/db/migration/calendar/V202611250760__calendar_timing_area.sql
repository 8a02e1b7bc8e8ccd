-- Hours of one institution are found by the areas above it: to read those of all areas for each takes a state with hours of its own
-- in many schools minutes to open a day.
create index calendar_timing_area on calendar_timing (area_id);
