-- Projection: what the institutions of an office add up to, so that a state is added up from its offices and not from its
-- schools. Kept by a trigger on institution_day. Schools count for the office that chases them (C11), an office for itself;
-- those that share their times stand in one row, because what is expected depends on the hour.
create table office_day (
  day                       date not null,
  path                      bigint[] not null,
  entry_office_id           bigint,
  starts                    timestamptz not null,
  boundary                  timestamptz not null,
  entry_due                 timestamptz not null,
  closes                    timestamptz not null,
  institutions              int not null,
  -- of these: with somebody expected in the forenoon, in the day; and with a status for everybody in it
  forenoon_concerned        int not null,
  day_concerned             int not null,
  forenoon_complete         int not null,
  day_complete              int not null,
  forenoon_expected         int not null,
  forenoon_present          int not null,
  forenoon_absent           int not null,
  forenoon_leave            int not null,
  forenoon_tour             int not null,
  forenoon_duty             int not null,
  forenoon_to_be_confirmed  int not null,
  forenoon_technical        int not null,
  afternoon_expected        int not null,
  afternoon_present         int not null,
  afternoon_absent          int not null,
  afternoon_leave           int not null,
  afternoon_tour            int not null,
  afternoon_duty            int not null,
  afternoon_to_be_confirmed int not null,
  afternoon_technical       int not null,
  unique nulls not distinct (day, path, entry_office_id, starts, boundary, entry_due, closes)
) with (fillfactor = 30);
grant update on office_day to panjika_app;

-- What one institution adds to its office, or takes from it.
create function office_share(d institution_day, weight int) returns setof office_day language sql stable as $$
  select d.day,
         case when i.kind = 'SCHOOL'
              then d.path[:coalesce(array_position(d.path, d.entry_office_id), cardinality(d.path))] else d.path end,
         d.entry_office_id, d.starts, d.boundary, d.entry_due, d.closes, weight,
         weight * (d.forenoon_expected > 0)::int,
         weight * (d.forenoon_expected + d.afternoon_expected > 0)::int,
         weight * (d.forenoon_expected > 0 and f.lacking = 0)::int,
         weight * (d.forenoon_expected + d.afternoon_expected > 0 and f.lacking + a.lacking = 0)::int,
         weight * d.forenoon_expected, weight * d.forenoon_present, weight * d.forenoon_absent, weight * d.forenoon_leave,
         weight * d.forenoon_tour, weight * d.forenoon_duty, weight * d.forenoon_to_be_confirmed,
         weight * d.forenoon_technical,
         weight * d.afternoon_expected, weight * d.afternoon_present, weight * d.afternoon_absent,
         weight * d.afternoon_leave, weight * d.afternoon_tour, weight * d.afternoon_duty,
         weight * d.afternoon_to_be_confirmed, weight * d.afternoon_technical
    from institution i
         cross join lateral (select d.forenoon_expected - d.forenoon_present - d.forenoon_absent - d.forenoon_leave
           - d.forenoon_tour - d.forenoon_duty - d.forenoon_to_be_confirmed - d.forenoon_technical) f (lacking)
         cross join lateral (select d.afternoon_expected - d.afternoon_present - d.afternoon_absent - d.afternoon_leave
           - d.afternoon_tour - d.afternoon_duty - d.afternoon_to_be_confirmed - d.afternoon_technical) a (lacking)
   where i.id = d.institution_id
$$;

-- In one order for all, so that nobody waits in a ring.
create function move_offices(shares office_day[]) returns void language plpgsql as $$
begin
  insert into office_day as o
  select day, path, entry_office_id, starts, boundary, entry_due, closes, sum(institutions), sum(forenoon_concerned),
         sum(day_concerned), sum(forenoon_complete), sum(day_complete), sum(forenoon_expected), sum(forenoon_present),
         sum(forenoon_absent), sum(forenoon_leave), sum(forenoon_tour), sum(forenoon_duty), sum(forenoon_to_be_confirmed),
         sum(forenoon_technical), sum(afternoon_expected), sum(afternoon_present), sum(afternoon_absent),
         sum(afternoon_leave), sum(afternoon_tour), sum(afternoon_duty), sum(afternoon_to_be_confirmed),
         sum(afternoon_technical)
    from unnest(shares) s
   group by day, path, entry_office_id, starts, boundary, entry_due, closes
   order by day, path, entry_office_id, starts, boundary, entry_due, closes
      on conflict (day, path, entry_office_id, starts, boundary, entry_due, closes) do update
     set institutions              = o.institutions + excluded.institutions,
         forenoon_concerned        = o.forenoon_concerned + excluded.forenoon_concerned,
         day_concerned             = o.day_concerned + excluded.day_concerned,
         forenoon_complete         = o.forenoon_complete + excluded.forenoon_complete,
         day_complete              = o.day_complete + excluded.day_complete,
         forenoon_expected         = o.forenoon_expected + excluded.forenoon_expected,
         forenoon_present          = o.forenoon_present + excluded.forenoon_present,
         forenoon_absent           = o.forenoon_absent + excluded.forenoon_absent,
         forenoon_leave            = o.forenoon_leave + excluded.forenoon_leave,
         forenoon_tour             = o.forenoon_tour + excluded.forenoon_tour,
         forenoon_duty             = o.forenoon_duty + excluded.forenoon_duty,
         forenoon_to_be_confirmed  = o.forenoon_to_be_confirmed + excluded.forenoon_to_be_confirmed,
         forenoon_technical        = o.forenoon_technical + excluded.forenoon_technical,
         afternoon_expected        = o.afternoon_expected + excluded.afternoon_expected,
         afternoon_present         = o.afternoon_present + excluded.afternoon_present,
         afternoon_absent          = o.afternoon_absent + excluded.afternoon_absent,
         afternoon_leave           = o.afternoon_leave + excluded.afternoon_leave,
         afternoon_tour            = o.afternoon_tour + excluded.afternoon_tour,
         afternoon_duty            = o.afternoon_duty + excluded.afternoon_duty,
         afternoon_to_be_confirmed = o.afternoon_to_be_confirmed + excluded.afternoon_to_be_confirmed,
         afternoon_technical       = o.afternoon_technical + excluded.afternoon_technical;
end $$;

create function count_institutions() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform move_offices(array(select s from added d cross join lateral office_share(d, 1) s));
  elsif tg_op = 'UPDATE' then
    perform move_offices(array(select s from added d cross join lateral office_share(d, 1) s
                               union all select s from removed d cross join lateral office_share(d, -1) s));
  else
    perform move_offices(array(select s from removed d cross join lateral office_share(d, -1) s));
  end if;
  return null;
end $$;

create trigger count_added after insert on institution_day
  referencing new table as added for each statement execute function count_institutions();
create trigger count_changed after update on institution_day
  referencing new table as added old table as removed for each statement execute function count_institutions();
create trigger count_removed after delete on institution_day
  referencing old table as removed for each statement execute function count_institutions();

select move_offices(array(select s from institution_day d cross join lateral office_share(d, 1) s));

-- All at and below an office on a day: offices below it as their sums, what is its own one by one; of a school the whole
-- cluster one by one; of no office, with an empty path, the sums of all. A subtree is a range of paths: from the office's up to, not including, that of the next key in its place.
create function under_office(on_day date, office bigint, office_path bigint[])
  returns table (institution_id bigint, at bigint[], figures office_day) language sql stable as $$
  with school as (select exists (select from institution where id = office and kind = 'SCHOOL') as it_is),
       beyond as (select case when cardinality(office_path) = 0 then '{9223372036854775807}'
                              else trim_array(office_path, 1) || (office_path[cardinality(office_path)] + 1) end as path)
  select d.institution_id, d.path, s
    from institution_day d
         cross join lateral office_share(d, 1) s
   where (select it_is from school)
     and d.day = on_day and d.path >= office_path and d.path < (select path from beyond)
  union all
  select d.institution_id, d.path, s
    from institution_day d
         join institution i on i.id = d.institution_id and i.kind = 'SCHOOL'
         cross join lateral office_share(d, 1) s
   where (select not it_is from school) and d.day = on_day and d.entry_office_id = office
  union all
  select d.institution_id, d.path, s
    from institution_day d
         cross join lateral office_share(d, 1) s
   where (select not it_is from school) and d.day = on_day and d.institution_id = office
  union all
  select null, o.path, o
    from office_day o
   where o.day = on_day and o.path > office_path and o.path < (select path from beyond)
$$;
