-- C14, C15: a window said as days on which anybody works at an institution is for a person as many days on which that person works,
-- and never shorter.
create function own_window(of_staff bigint, at_institution bigint, said_on date, until_day date) returns date
  language plpgsql stable as $$
declare
  left_over int := (
    select count(*)
      from generate_series(said_on + 1, until_day, interval '1 day') g (day)
     where exists (select from calendar_on(g.day::date) k where k.institution_id = at_institution and k.day_kind <> 'HOLIDAY'));
  own date := said_on;
begin
  while left_over > 0 and own < said_on + 400 loop
    own := own + 1;
    if exists (select from leave_days(of_staff, own, own) d where d.forenoon_works or d.afternoon_works) then
      left_over := left_over - 1;
    end if;
  end loop;
  return case when left_over > 0 then until_day else greatest(own, until_day) end;
end $$;
