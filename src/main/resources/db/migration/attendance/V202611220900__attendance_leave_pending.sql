-- Leave that is asked for (C13): its sessions read UNMARKED from source LEAVE_PENDING as long as nobody says anything else,
-- and count as recorded.
alter table day_entry drop constraint day_entry_source_check;
alter table day_entry add constraint day_entry_source_check
  check (source in ('ROLL', 'LEAVE', 'LEAVE_PENDING', 'CORRECTION', 'FAULT', 'CONFIRMATION')) not valid;
alter table day_entry drop constraint day_entry_request;
alter table day_entry add constraint day_entry_request
  check ((source in ('CORRECTION', 'LEAVE', 'LEAVE_PENDING')) = (request_id is not null)) not valid;
drop index day_entry_leave;
create index day_entry_leave on day_entry (day) where source in ('LEAVE', 'LEAVE_PENDING');

alter table institution_day
  add column forenoon_leave_pending int not null default 0,
  add column afternoon_leave_pending int not null default 0;
alter table office_day
  add column forenoon_leave_pending int not null default 0,
  add column afternoon_leave_pending int not null default 0;
alter type counted add attribute forenoon_pending boolean, add attribute afternoon_pending boolean;

create or replace function count_attendance() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform move_counters(array(select row(n.day, n.institution_id, n.forenoon, n.afternoon, 1,
      n.forenoon_source = 'LEAVE_PENDING', n.afternoon_source = 'LEAVE_PENDING')::counted from added n));
  elsif tg_op = 'UPDATE' then
    perform move_counters(
      array(select row(n.day, n.institution_id, n.forenoon, n.afternoon, 1,
              n.forenoon_source = 'LEAVE_PENDING', n.afternoon_source = 'LEAVE_PENDING')::counted from added n)
      || array(select row(o.day, o.institution_id, o.forenoon, o.afternoon, -1,
              o.forenoon_source = 'LEAVE_PENDING', o.afternoon_source = 'LEAVE_PENDING')::counted from removed o));
  else
    perform move_counters(array(select row(o.day, o.institution_id, o.forenoon, o.afternoon, -1,
      o.forenoon_source = 'LEAVE_PENDING', o.afternoon_source = 'LEAVE_PENDING')::counted from removed o));
  end if;
  return null;
end $$;

create or replace function move_counters(rows counted[]) returns void language plpgsql as $$
begin
  update institution_day d set
    forenoon_expected         = d.forenoon_expected + c.fe,
    forenoon_present          = d.forenoon_present + c.fp,
    forenoon_absent           = d.forenoon_absent + c.fa,
    forenoon_leave            = d.forenoon_leave + c.fl,
    forenoon_tour             = d.forenoon_tour + c.ft,
    forenoon_duty             = d.forenoon_duty + c.fd,
    forenoon_to_be_confirmed  = d.forenoon_to_be_confirmed + c.fc,
    forenoon_technical        = d.forenoon_technical + c.fx,
    afternoon_expected        = d.afternoon_expected + c.ae,
    afternoon_present         = d.afternoon_present + c.ap,
    afternoon_absent          = d.afternoon_absent + c.aa,
    afternoon_leave           = d.afternoon_leave + c.al,
    afternoon_tour            = d.afternoon_tour + c.at,
    afternoon_duty            = d.afternoon_duty + c.ad,
    afternoon_to_be_confirmed = d.afternoon_to_be_confirmed + c.ac,
    afternoon_technical       = d.afternoon_technical + c.ax,
    forenoon_leave_pending    = d.forenoon_leave_pending + c.fo,
    afternoon_leave_pending   = d.afternoon_leave_pending + c.ao
  from (
    select r.day, r.institution_id,
           coalesce(sum(weight) filter (where forenoon <> 'HOLIDAY'), 0) fe,
           coalesce(sum(weight) filter (where forenoon = 'PRESENT'), 0) fp,
           coalesce(sum(weight) filter (where forenoon = 'ABSENT'), 0) fa,
           coalesce(sum(weight) filter (where forenoon = 'LEAVE'), 0) fl,
           coalesce(sum(weight) filter (where forenoon = 'TOUR'), 0) ft,
           coalesce(sum(weight) filter (where forenoon = 'DUTY'), 0) fd,
           coalesce(sum(weight) filter (where forenoon = 'TO_BE_CONFIRMED'), 0) fc,
           coalesce(sum(weight) filter (where forenoon = 'TECHNICAL'), 0) fx,
           coalesce(sum(weight) filter (where afternoon <> 'HOLIDAY'), 0) ae,
           coalesce(sum(weight) filter (where afternoon = 'PRESENT'), 0) ap,
           coalesce(sum(weight) filter (where afternoon = 'ABSENT'), 0) aa,
           coalesce(sum(weight) filter (where afternoon = 'LEAVE'), 0) al,
           coalesce(sum(weight) filter (where afternoon = 'TOUR'), 0) at,
           coalesce(sum(weight) filter (where afternoon = 'DUTY'), 0) ad,
           coalesce(sum(weight) filter (where afternoon = 'TO_BE_CONFIRMED'), 0) ac,
           coalesce(sum(weight) filter (where afternoon = 'TECHNICAL'), 0) ax,
           coalesce(sum(weight) filter (where forenoon_pending), 0) fo,
           coalesce(sum(weight) filter (where afternoon_pending), 0) ao
      from unnest(rows) r
     group by r.day, r.institution_id) c
  where d.day = c.day and d.institution_id = c.institution_id
    and (c.fe, c.fp, c.fa, c.fl, c.ft, c.fd, c.fc, c.fx, c.ae, c.ap, c.aa, c.al, c.at, c.ad, c.ac, c.ax,
         c.fo, c.ao)
        <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
end $$;

create or replace function office_share(d institution_day, weight int) returns setof office_day language sql stable as $$
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
         weight * d.afternoon_to_be_confirmed, weight * d.afternoon_technical,
         weight * d.forenoon_leave_pending, weight * d.afternoon_leave_pending
    from institution i
         cross join lateral (select d.forenoon_expected - d.forenoon_present - d.forenoon_absent - d.forenoon_leave
           - d.forenoon_tour - d.forenoon_duty - d.forenoon_to_be_confirmed - d.forenoon_technical - d.forenoon_leave_pending) f (lacking)
         cross join lateral (select d.afternoon_expected - d.afternoon_present - d.afternoon_absent - d.afternoon_leave
           - d.afternoon_tour - d.afternoon_duty - d.afternoon_to_be_confirmed - d.afternoon_technical - d.afternoon_leave_pending) a (lacking)
   where i.id = d.institution_id
$$;

create or replace function move_offices(shares office_day[]) returns void language plpgsql as $$
begin
  insert into office_day as o
  select day, path, entry_office_id, starts, boundary, entry_due, closes, sum(institutions), sum(forenoon_concerned),
         sum(day_concerned), sum(forenoon_complete), sum(day_complete), sum(forenoon_expected), sum(forenoon_present),
         sum(forenoon_absent), sum(forenoon_leave), sum(forenoon_tour), sum(forenoon_duty), sum(forenoon_to_be_confirmed),
         sum(forenoon_technical), sum(afternoon_expected), sum(afternoon_present), sum(afternoon_absent),
         sum(afternoon_leave), sum(afternoon_tour), sum(afternoon_duty), sum(afternoon_to_be_confirmed),
         sum(afternoon_technical), sum(forenoon_leave_pending), sum(afternoon_leave_pending)
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
         afternoon_technical       = o.afternoon_technical + excluded.afternoon_technical,
         forenoon_leave_pending    = o.forenoon_leave_pending + excluded.forenoon_leave_pending,
         afternoon_leave_pending   = o.afternoon_leave_pending + excluded.afternoon_leave_pending;
end $$;
