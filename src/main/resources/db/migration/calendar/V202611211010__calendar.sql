-- C14: entries attach to an area and may be narrowed to a kind, a calendar group and a cadre; the most specific wins.
create table calendar_day (
  id             bigint generated always as identity primary key,
  area_id        bigint not null references institution,
  kind           text check (kind in ('OFFICE', 'SCHOOL')),
  calendar_group text,
  cadre          text check (cadre in ('VACATION', 'NON_VACATION', 'PUPILS')),
  from_day       date not null,
  to_day         date not null check (to_day >= from_day),
  day_kind       text not null check (day_kind in ('WORKING', 'HALF', 'HOLIDAY', 'ATTENDANCE_REQUIRED')),
  name           text not null,
  name_hi        text,
  unique nulls not distinct (area_id, kind, calendar_group, cadre, from_day, to_day)
);
grant update, delete on calendar_day to panjika_app;

-- Weekly days off. iso_weekday 1 = Monday, 7 = Sunday. Where nothing is said, Sunday is a holiday.
create table calendar_week (
  area_id        bigint not null references institution,
  kind           text check (kind in ('OFFICE', 'SCHOOL')),
  calendar_group text,
  iso_weekday    smallint not null check (iso_weekday between 1 and 7),
  day_kind       text not null check (day_kind in ('WORKING', 'HALF', 'HOLIDAY')),
  unique nulls not distinct (area_id, kind, calendar_group, iso_weekday)
);
grant update, delete on calendar_week to panjika_app;

-- Timings by season; from_md..to_md are MMDD, inclusive, and may run over the new year. Boundary null: the midpoint (C9).
create table calendar_timing (
  area_id        bigint not null references institution,
  kind           text check (kind in ('OFFICE', 'SCHOOL')),
  calendar_group text,
  from_md        smallint not null,
  to_md          smallint not null,
  starts         time not null,
  boundary       time,
  ends           time not null check (ends > starts),
  unique nulls not distinct (area_id, kind, calendar_group, from_md, to_md)
);
grant update, delete on calendar_timing to panjika_app;

-- What kind of day it is, for every institution and cadre.
create function calendar_on(on_day date)
  returns table (institution_id bigint, cadre text, day_kind text, name text, name_hi text)
  language sql stable rows 100000 as $$
    select i.id, c.cadre,
           coalesce(d.day_kind, w.day_kind, case extract(isodow from on_day) when 7 then 'HOLIDAY' else 'WORKING' end),
           d.name, d.name_hi
      from institution i
           cross join (values ('VACATION'), ('NON_VACATION')) c (cadre)
           left join lateral (
             select e.day_kind, e.name, e.name_hi
               from calendar_day e
              where on_day between e.from_day and e.to_day
                and e.area_id = any (i.path)
                and coalesce(e.kind, '') in ('', case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end)
                and coalesce(e.calendar_group, '') in ('', i.calendar_group)
                and coalesce(e.cadre, '') in ('', c.cadre)
              order by array_position(i.path, e.area_id) desc, e.calendar_group is null, e.cadre is null, e.kind is null,
                       e.from_day desc
              limit 1) d on true
           left join lateral (
             select e.day_kind
               from calendar_week e
              where e.iso_weekday = extract(isodow from on_day)
                and e.area_id = any (i.path)
                and coalesce(e.kind, '') in ('', case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end)
                and coalesce(e.calendar_group, '') in ('', i.calendar_group)
              order by e.calendar_group is null, array_position(i.path, e.area_id) desc, e.kind is null
              limit 1) w on true
  $$;

-- When the day starts and ends at every institution, local time. Where nothing is said: 10:00 to 17:00.
create function timings_on(on_day date)
  returns table (institution_id bigint, starts time, boundary time, ends time) language sql stable rows 100000 as $$
    select i.id, coalesce(t.starts, '10:00'), coalesce(t.boundary, t.starts + (t.ends - t.starts) / 2, '13:30'),
           coalesce(t.ends, '17:00')
      from institution i
           left join lateral (
             select e.starts, e.boundary, e.ends
               from calendar_timing e, to_char(on_day, 'MMDD') today
              where case when e.from_md <= e.to_md then today::int between e.from_md and e.to_md
                         else today::int >= e.from_md or today::int <= e.to_md end
                and e.area_id = any (i.path)
                and coalesce(e.kind, '') in ('', case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end)
                and coalesce(e.calendar_group, '') in ('', i.calendar_group)
              order by array_position(i.path, e.area_id) desc, e.calendar_group is null, e.kind is null
              limit 1) t on true
  $$;
