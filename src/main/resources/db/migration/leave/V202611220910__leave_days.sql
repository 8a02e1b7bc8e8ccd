-- C5, C14: where a person works in each session of some days, and whether anybody of the person's cadre works there then. In a
-- session the latest running deputation prevails, else the posting; for an office outside the portal the posting stands.
create function leave_days(of_staff bigint, from_day date, to_day date)
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
           coalesce(a.day_kind not in ('HOLIDAY', 'HALF'), false)
      from place p
           left join kind f on f.day = p.day and f.institution_id = p.forenoon_at
           left join kind a on a.day = p.day and a.institution_id = p.afternoon_at
  $$;

-- How many people work at an institution on a day, in either session (C5): of them a share may be away.
create function leave_people(at_institution bigint, on_day date) returns bigint language sql stable as $$
  select count(*)
    from (select p.staff_id from posting p where p.institution_id = at_institution and p.during @> on_day
          union
          select d.staff_id from deputation d where d.institution_id = at_institution and d.during @> on_day) near
   where exists (
     select from (values ('FORENOON'), ('AFTERNOON')) x (session)
            left join lateral (
              select d.id, d.institution_id from deputation d
               where d.staff_id = near.staff_id and d.during @> on_day and coalesce(d.session, x.session) = x.session
                 and (d.weekdays is null or extract(isodow from on_day) = any (d.weekdays))
               order by d.id desc limit 1) d on true
      where case when d.id is null
                 then exists (select from posting p
                               where p.staff_id = near.staff_id and p.institution_id = at_institution and p.during @> on_day)
                 else d.institution_id = at_institution end)
$$;
create index deputation_institution on deputation (institution_id) where institution_id is not null;

insert into regime_setting (regime, kind, name, value, rule) values
  ('DEFAULT', '*', 'leaveAheadDays', '366', 'Choice: leave is asked for at most so many days before it begins');

-- Projection: the calendar as leave was counted by it, a digest a day; a day whose digest differs is counted again (C14).
create table leave_calendar (
  day    date primary key,
  digest text not null
);
grant update, delete on leave_calendar to panjika_app;

-- C3: who officiates while a head is away, as named or as found.
alter table leave_case add column officiating_id bigint references staff;
update leave_case c set officiating_id = a.officiating_id from leave_application a where a.id = c.id and a.version = c.version;

-- The person is back earlier, or takes approved leave back: for days that are over the office has the word. Append-only.
create table leave_return (
  id             uuid primary key,
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  application_id uuid not null,
  -- the first session that was worked
  from_day       date not null,
  from_session   text not null check (from_session in ('FORENOON', 'AFTERNOON'))
);
create index leave_return_application on leave_return (application_id);

create table leave_return_decision (
  return_id   uuid primary key references leave_return,
  entry_no    bigint not null unique default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  agreed      boolean not null,
  remark      text,
  check (agreed or length(remark) > 0)
);
