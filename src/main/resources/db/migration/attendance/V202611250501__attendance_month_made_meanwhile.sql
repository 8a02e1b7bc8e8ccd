-- Whoever waited until another made the month looks for it in the catalogue: to_regclass answers from what this session has
-- remembered, which is that there is none, until it locks a table.
create or replace function ensure_attendance_month(on_day date) returns void
  language plpgsql security definer set search_path = panjika, pg_temp as $$
declare
  month  date := date_trunc('month', on_day);
  suffix text := to_char(on_day, 'YYYYMM');
  parent text;
begin
  if to_regclass('institution_day_' || suffix) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('ensure_attendance_month'));
  if exists (select from pg_catalog.pg_class
              where relnamespace = 'panjika'::regnamespace and relname = 'institution_day_' || suffix) then
    return;
  end if;
  foreach parent in array array['attendance_mark', 'attendance_day', 'institution_day'] loop
    execute format('create table %I (like %I including all)', parent || '_' || suffix, parent);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)',
      parent, parent || '_' || suffix, month, month + interval '1 month');
  end loop;
  -- both are updated in place all day long
  execute format('alter table %I set (fillfactor = 70)', 'attendance_day_' || suffix);
  execute format('alter table %I set (fillfactor = 50)', 'institution_day_' || suffix);
  -- what is granted on the parent is all the application needs; a partition has no rights of its own
  execute format('revoke all on %I, %I, %I from panjika_app',
    'attendance_mark_' || suffix, 'attendance_day_' || suffix, 'institution_day_' || suffix);
end $$;
