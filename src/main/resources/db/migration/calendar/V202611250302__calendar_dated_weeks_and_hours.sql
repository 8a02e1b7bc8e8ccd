-- C14: weeks and hours are dated: a change holds from a day on and leaves the days before as they were.
alter table calendar_week
  add column id bigint generated always as identity unique,
  add column during daterange not null default '(,)' check (not isempty(during)),
  drop constraint calendar_week_area_id_kind_calendar_group_iso_weekday_key,
  add constraint calendar_week_once exclude using gist (area_id with =, (coalesce(kind, '')) with =,
    (coalesce(calendar_group, '')) with =, iso_weekday with =, during with &&);
alter table calendar_timing
  add column id bigint generated always as identity unique,
  add column during daterange not null default '(,)' check (not isempty(during)),
  add constraint calendar_timing_boundary check (boundary > starts and boundary < ends) not valid,
  drop constraint calendar_timing_area_id_kind_calendar_group_from_md_to_md_key,
  add constraint calendar_timing_once exclude using gist (area_id with =, (coalesce(kind, '')) with =,
    (coalesce(calendar_group, '')) with =, from_md with =, to_md with =, during with &&);

-- Who said what about a week (topic: the weekday) or about hours (topic: the season, MMDD-MMDD). Append-only.
create table calendar_said (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  what           text not null check (what in ('WEEK', 'HOURS')),
  area_id        bigint not null references institution,
  kind           text check (kind in ('OFFICE', 'SCHOOL')),
  calendar_group text,
  topic          text not null,
  -- null: nothing of its own from that day on, what is said elsewhere holds
  said           text,
  from_day       date not null
);
create index calendar_said_area on calendar_said (area_id, what, topic, from_day);

create or replace function calendar_on(on_day date)
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
              where e.iso_weekday = extract(isodow from on_day) and e.during @> on_day
                and e.area_id = any (i.path)
                and coalesce(e.kind, '') in ('', case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end)
                and coalesce(e.calendar_group, '') in ('', i.calendar_group)
              order by e.calendar_group is null, array_position(i.path, e.area_id) desc, e.kind is null
              limit 1) w on true
  $$;

-- Of two seasons of one area that share a day, which pages refuse, the one that begins later in the year.
create or replace function timings_on(on_day date)
  returns table (institution_id bigint, starts time, boundary time, ends time) language sql stable rows 100000 as $$
    select i.id, coalesce(t.starts, '10:00'), coalesce(t.boundary, t.starts + (t.ends - t.starts) / 2, '13:30'),
           coalesce(t.ends, '17:00')
      from institution i
           left join lateral (
             select e.starts, e.boundary, e.ends
               from calendar_timing e, to_char(on_day, 'MMDD') today
              where case when e.from_md <= e.to_md then today::int between e.from_md and e.to_md
                         else today::int >= e.from_md or today::int <= e.to_md end
                and e.during @> on_day
                and e.area_id = any (i.path)
                and coalesce(e.kind, '') in ('', case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end)
                and coalesce(e.calendar_group, '') in ('', i.calendar_group)
              order by array_position(i.path, e.area_id) desc, e.calendar_group is null, e.kind is null, e.from_md desc
              limit 1) t on true
  $$;

-- The days of a season as numbers MMDD; it may run over the new year.
create function season(from_md int, to_md int) returns int4multirange language sql immutable as $$
  select case when from_md <= to_md then int4multirange(int4range(from_md, to_md, '[]'))
              else int4multirange(int4range(101, to_md, '[]'), int4range(from_md, 1231, '[]')) end
$$;
