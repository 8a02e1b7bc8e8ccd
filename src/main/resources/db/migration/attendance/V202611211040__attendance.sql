create type session_status as enum ('UNMARKED', 'PRESENT', 'ABSENT', 'LEAVE', 'TOUR', 'DUTY', 'TO_BE_CONFIRMED', 'TECHNICAL',
  'HOLIDAY');

-- Evidence: an accepted or doubtful mark. Append-only.
create table attendance_mark (
  id             uuid not null,
  day            date not null,
  content_hash   bytea not null,
  entry_no       bigint not null default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  staff_id       bigint not null,
  institution_id bigint not null,
  kind           text not null check (kind in ('IN', 'OUT')),
  mode           text not null check (mode in ('SELF', 'SCHOOL_ADMIN', 'ON_DUTY', 'OFF_PORTAL')),
  captured_at    timestamptz not null,
  verdict        text not null check (verdict in ('ACCEPTED', 'TO_BE_CONFIRMED')),
  reasons        text[] not null default '{}',
  latitude       double precision,
  longitude      double precision,
  accuracy_m     int,
  fix_age_s      int,
  mocked         boolean not null default false,
  distance_m     int,
  photo          bytea,
  device_id      text,
  duty_order     text,
  supersedes     uuid,
  primary key (id, day)
) partition by range (day);
create index attendance_mark_staff on attendance_mark (staff_id, day);

-- A mark that was refused keeps its evidence. Append-only.
create table attendance_refusal (
  id             uuid not null,
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  day            date not null,
  staff_id       bigint not null,
  institution_id bigint,
  kind           text not null,
  mode           text not null,
  captured_at    timestamptz not null,
  problem        text not null,
  latitude       double precision,
  longitude      double precision,
  accuracy_m     int,
  fix_age_s      int,
  mocked         boolean not null default false,
  distance_m     int,
  photo          bytea,
  device_id      text
);
create index attendance_refusal_staff on attendance_refusal (staff_id, day);

-- What was decided about a doubtful mark. Append-only; the newest decision counts.
create table attendance_mark_decision (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  mark_id     uuid not null,
  day         date not null,
  staff_id    bigint not null,
  decision    text not null check (decision in ('CONFIRMED', 'REJECTED')),
  remark      text,
  supersedes  bigint references attendance_mark_decision,
  check (decision = 'CONFIRMED' or length(remark) > 0)
);
create index attendance_mark_decision_day on attendance_mark_decision (staff_id, day);
create index attendance_mark_decision_mark on attendance_mark_decision (mark_id);

-- An assertion about a person's sessions, with its source. Append-only; a later one names the one it replaces.
create table day_entry (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  supersedes     bigint references day_entry,
  day            date not null,
  staff_id       bigint not null references staff,
  institution_id bigint not null references institution,
  source         text not null check (source in ('ROLL', 'LEAVE', 'CORRECTION', 'FAULT', 'CONFIRMATION')),
  -- null: this entry says nothing about that session
  forenoon       session_status,
  afternoon      session_status,
  leave_type     text,
  remark         text,
  check (forenoon is not null or afternoon is not null)
);
create index day_entry_staff on day_entry (staff_id, day);

-- Projection: what each expected person's day reads now. Opened at dawn, kept by DayRegister.fold, rebuildable from the facts.
create table attendance_day (
  day              date not null,
  staff_id         bigint not null,
  institution_id   bigint not null,
  forenoon         session_status not null,
  afternoon        session_status not null,
  forenoon_source  text,
  afternoon_source text,
  leave_type       text,
  in_mark          uuid,
  in_at            timestamptz,
  out_mark         uuid,
  out_at           timestamptz,
  late_minutes     smallint not null default 0,
  early_minutes    smallint not null default 0,
  flags            text[] not null default '{}',
  -- marks, decisions and entries folded so far; 0 spares the hot path from looking for any
  facts            int not null default 0,
  primary key (day, staff_id)
) partition by range (day);
create index attendance_day_institution on attendance_day (institution_id, day);
grant update, delete on attendance_day to panjika_app;

-- Projection: what an institution's day is made of, and its counters, kept by a trigger on attendance_day.
create table institution_day (
  day                     date not null,
  institution_id          bigint not null,
  path                    bigint[] not null,
  mode                    text not null check (mode in ('MARKS', 'ROLL', 'MARKS_AND_ROLL')),
  geofence_radius_m       int not null check (geofence_radius_m > 0),
  photo_required          boolean not null,
  working                 boolean not null,
  holiday_name            text,
  holiday_name_hi         text,
  starts                  timestamptz not null,
  boundary                timestamptz not null,
  ends                    timestamptz not null,
  entry_due               timestamptz not null,
  closes                  timestamptz not null,
  forenoon_expected       int not null default 0,
  forenoon_present        int not null default 0,
  forenoon_absent         int not null default 0,
  forenoon_leave          int not null default 0,
  forenoon_tour           int not null default 0,
  forenoon_duty           int not null default 0,
  forenoon_to_be_confirmed int not null default 0,
  forenoon_technical      int not null default 0,
  afternoon_expected      int not null default 0,
  afternoon_present       int not null default 0,
  afternoon_absent        int not null default 0,
  afternoon_leave         int not null default 0,
  afternoon_tour          int not null default 0,
  afternoon_duty          int not null default 0,
  afternoon_to_be_confirmed int not null default 0,
  afternoon_technical     int not null default 0,
  off_portal              int not null default 0,
  primary key (day, institution_id)
) partition by range (day);
create index institution_day_path on institution_day (day, path);
grant update, delete on institution_day to panjika_app;

create type counted as (day date, institution_id bigint, forenoon session_status, afternoon session_status, weight int);

-- Each change of the projection moves the counters in the same statement, so they cannot drift apart.
create function count_attendance() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform move_counters(array(select row(n.day, n.institution_id, n.forenoon, n.afternoon, 1)::counted from added n));
  elsif tg_op = 'UPDATE' then
    perform move_counters(
      array(select row(n.day, n.institution_id, n.forenoon, n.afternoon, 1)::counted from added n)
      || array(select row(o.day, o.institution_id, o.forenoon, o.afternoon, -1)::counted from removed o));
  else
    perform move_counters(array(select row(o.day, o.institution_id, o.forenoon, o.afternoon, -1)::counted from removed o));
  end if;
  return null;
end $$;

create function move_counters(rows counted[]) returns void language sql as $$
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
    afternoon_technical       = d.afternoon_technical + c.ax
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
           coalesce(sum(weight) filter (where afternoon = 'TECHNICAL'), 0) ax
      from unnest(rows) r
     group by r.day, r.institution_id) c
  where d.day = c.day and d.institution_id = c.institution_id
    and (c.fe, c.fp, c.fa, c.fl, c.ft, c.fd, c.fc, c.fx, c.ae, c.ap, c.aa, c.al, c.at, c.ad, c.ac, c.ax)
        <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
$$;

create trigger count_added after insert on attendance_day
  referencing new table as added for each statement execute function count_attendance();
create trigger count_changed after update on attendance_day
  referencing new table as added old table as removed for each statement execute function count_attendance();
create trigger count_removed after delete on attendance_day
  referencing old table as removed for each statement execute function count_attendance();

-- Off-portal staff are counted apart (C5, RJ-12), on a line of their own.
create table off_portal_day (
  day            date not null,
  staff_id       bigint not null,
  institution_id bigint not null,
  place          text not null,
  in_mark        uuid,
  out_mark       uuid,
  primary key (day, staff_id)
);
create index off_portal_day_institution on off_portal_day (institution_id, day);
grant update, delete on off_portal_day to panjika_app;

-- C11: at most one open case per institution and day.
create table attendance_exception (
  id             uuid primary key,
  institution_id bigint not null references institution,
  day            date not null,
  opened_at      timestamptz not null,
  -- whether the engine knows all marks of the case
  told           boolean not null default false,
  closed_at      timestamptz
);
create unique index attendance_exception_open on attendance_exception (institution_id, day) where closed_at is null;
create index attendance_exception_untold on attendance_exception (opened_at) where not told;
grant update on attendance_exception to panjika_app;

-- C11: a person contests a rejection, once; the parent office decides. Append-only.
create table attendance_contest (
  mark_id     uuid primary key,
  entry_no    bigint not null default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  day         date not null,
  text        text not null check (length(text) > 0)
);

-- Who looked at which photograph, and when. Append-only.
create table photo_view (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  mark_id     uuid not null
);

-- The application may not create tables; this makes the month that holds a day, once.
create function ensure_attendance_month(on_day date) returns void
  language plpgsql security definer set search_path = panjika, pg_temp as $$
declare
  month  date := date_trunc('month', on_day);
  suffix text := to_char(on_day, 'YYYYMM');
begin
  if to_regclass('institution_day_' || suffix) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('ensure_attendance_month'));
  if to_regclass('institution_day_' || suffix) is not null then return; end if;
  execute format('create table %I partition of attendance_mark for values from (%L) to (%L)',
    'attendance_mark_' || suffix, month, month + interval '1 month');
  execute format('create table %I partition of attendance_day for values from (%L) to (%L) with (fillfactor = 70)',
    'attendance_day_' || suffix, month, month + interval '1 month');
  execute format('create table %I partition of institution_day for values from (%L) to (%L) with (fillfactor = 50)',
    'institution_day_' || suffix, month, month + interval '1 month');
  -- what is granted on the parent is all the application needs; a partition has no rights of its own
  execute format('revoke all on %I, %I, %I from panjika_app',
    'attendance_mark_' || suffix, 'attendance_day_' || suffix, 'institution_day_' || suffix);
end $$;
revoke execute on function ensure_attendance_month(date) from public;
grant execute on function ensure_attendance_month(date) to panjika_app;
