-- The place of each missed one, as the findings have it: a board of a state need not read all institutions of the day to know
-- under whom the missed ones are.
alter table attendance_deadline_missed add column path bigint[];
update attendance_deadline_missed m
   set path = coalesce((select d.path from institution_day d where d.day = m.day and d.institution_id = m.institution_id), i.path)
  from institution i
 where i.id = m.institution_id;
alter table attendance_deadline_missed alter column path set not null;
create index attendance_deadline_missed_path on attendance_deadline_missed (day, path);

-- Whom that place does not tell all of: nobody is expected there any more, or the day was opened anew with another place or hours.
alter table institution_day add column rewritten boolean not null default false;
update institution_day d set rewritten = true
  from attendance_deadline_missed m
 where m.day = d.day and m.institution_id = d.institution_id and d.starts > m.due;
create index institution_day_afterwards on institution_day (day, institution_id) where forenoon_expected = 0 or rewritten;
