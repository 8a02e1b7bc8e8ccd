-- A word about a mark replaces the newest one before it, and no other does. What was written before stands.
do $$
declare
  known bigint := (select coalesce(max(entry_no), 0) from attendance_mark_decision);
begin
  execute format('create unique index attendance_mark_decision_first on attendance_mark_decision (mark_id, about)
                   where supersedes is null and entry_no > %s', known);
  execute format('create unique index attendance_mark_decision_supersedes on attendance_mark_decision (supersedes)
                   where supersedes is not null and entry_no > %s', known);
end $$;
