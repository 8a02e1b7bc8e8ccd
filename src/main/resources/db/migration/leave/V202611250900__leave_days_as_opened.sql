-- C14: an afternoon is worked where the register opens it, on working days; 26 January asks for attendance in the forenoon. What was
-- debited for its afternoon is counted again.
create or replace function leave_days(of_staff bigint, from_day date, to_day date)
  returns table (day date, forenoon_at bigint, afternoon_at bigint, forenoon_works boolean, afternoon_works boolean)
  language sql stable rows 200 as $$
    with place as materialized (
      select g.day::date as day, s.cadre, coalesce(f.institution_id, p.institution_id) as forenoon_at,
             coalesce(a.institution_id, p.institution_id) as afternoon_at
        from generate_series(from_day::timestamp, to_day::timestamp, interval '1 day') g (day)
             join staff s on s.id = of_staff
             join posting p on p.staff_id = of_staff and p.during @> g.day::date
             left join lateral (
               select d.institution_id from deputation d
                where d.staff_id = of_staff and d.during @> g.day::date and coalesce(d.session, 'FORENOON') = 'FORENOON'
                  and (d.weekdays is null or extract(isodow from g.day) = any (d.weekdays))
                order by d.id desc limit 1) f on true
             left join lateral (
               select d.institution_id from deputation d
                where d.staff_id = of_staff and d.during @> g.day::date and coalesce(d.session, 'AFTERNOON') = 'AFTERNOON'
                  and (d.weekdays is null or extract(isodow from g.day) = any (d.weekdays))
                order by d.id desc limit 1) a on true),
    kind as materialized (
      select w.day, w.institution_id, k.day_kind
        from (select day, cadre, forenoon_at as institution_id from place
              union select day, cadre, afternoon_at from place) w
             cross join lateral (
               select c.day_kind from calendar_on(w.day) c
                where c.institution_id = w.institution_id and c.cadre = w.cadre) k)
    select p.day, p.forenoon_at, p.afternoon_at, coalesce(f.day_kind <> 'HOLIDAY', false),
           coalesce(a.day_kind = 'WORKING', false)
      from place p
           left join kind f on f.day = p.day and f.institution_id = p.forenoon_at
           left join kind a on a.day = p.day and a.institution_id = p.afternoon_at
  $$;
update leave_calendar l set digest = ''
 where exists (select from calendar_day c where c.day_kind = 'ATTENDANCE_REQUIRED' and l.day between c.from_day and c.to_day);
