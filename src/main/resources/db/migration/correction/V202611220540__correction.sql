-- RJ-7 to RJ-10, C12: an institution asks for a correction of one closed day. Append-only.
create table correction_request (
  id             uuid primary key,
  content_hash   bytea not null,
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  institution_id bigint not null references institution,
  day            date not null,
  -- group of the office that entered it on the institution's written request
  in_stead       text
);
create index correction_request_day on correction_request (institution_id, day);

-- What it asks; the newest version counts. Append-only.
create table correction_submission (
  request_id  uuid not null references correction_request,
  version     int not null check (version > 0),
  entry_no    bigint not null unique default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  -- who is concerned as the one who asks (C4); null: an office in the institution's stead
  asker_id    bigint references staff,
  kind        text not null check (kind in ('FORGOTTEN', 'WRONG_ENTRY', 'NO_CONNECTION', 'LATE_ORDER', 'OTHER')),
  reason      text not null check (length(reason) between 1 and 1000),
  scans       bytea[] not null default '{}',
  primary key (request_id, version)
);

create table correction_line (
  request_id    uuid not null,
  version       int not null,
  staff_id      bigint not null references staff,
  forenoon      session_status check (forenoon in ('PRESENT', 'ABSENT', 'TOUR', 'DUTY')),
  afternoon     session_status check (afternoon in ('PRESENT', 'ABSENT', 'TOUR', 'DUTY')),
  forenoon_was  session_status not null,
  afternoon_was session_status not null,
  remark        text,
  primary key (request_id, version, staff_id),
  foreign key (request_id, version) references correction_submission,
  check (forenoon is not null or afternoon is not null)
);
create index correction_line_staff on correction_line (staff_id);

-- Where it came to, and why no authority below could decide. Append-only.
create table correction_reached (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  request_id  uuid not null references correction_request,
  authority   text not null,
  offices     text[] not null,
  deadline    timestamptz,
  skipped     text[] not null default '{}',
  -- one for each that was skipped
  reasons     text[] not null default '{}',
  check (cardinality(skipped) = cardinality(reasons))
);
create index correction_reached_request on correction_reached (request_id);

-- What was decided, and by whom it was taken back. Append-only.
create table correction_decision (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  request_id  uuid not null,
  version     int not null,
  authority   text,
  decision    text not null check (decision in ('APPROVED', 'REJECTED', 'RETURNED', 'WITHDRAWN', 'LAPSED')),
  remark      text,
  foreign key (request_id, version) references correction_submission,
  check (decision not in ('REJECTED', 'RETURNED') or length(remark) > 0)
);
-- One version is decided once, and what has ended has ended.
create unique index correction_decision_version on correction_decision (request_id, version)
  where decision in ('APPROVED', 'REJECTED', 'RETURNED');
create unique index correction_decision_end on correction_decision (request_id) where decision <> 'RETURNED';

-- A month's corrections from one authority: a slot is taken by the insert itself, never twice. Append-only.
create table correction_slot (
  institution_id bigint not null references institution,
  month          date not null check (extract(day from month) = 1),
  authority      text not null,
  slot           int not null check (slot > 0),
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  request_id     uuid not null unique references correction_request,
  primary key (institution_id, month, authority, slot)
);

-- Projection: how each request stands now. Its row is what changes of a request are locked by.
create table correction_case (
  request_id     uuid primary key references correction_request,
  entry_no       bigint not null unique,
  institution_id bigint not null references institution,
  day            date not null,
  state          text not null check (state in ('PENDING', 'APPROVED', 'REJECTED', 'RETURNED', 'WITHDRAWN')),
  version        int not null,
  authority      text,
  offices        text[] not null default '{}',
  deadline       timestamptz,
  since          timestamptz not null
);
grant update on correction_case to panjika_app;
-- C12: one open request for an institution and day.
create unique index correction_case_open on correction_case (institution_id, day) where state in ('PENDING', 'RETURNED');
create index correction_case_institution on correction_case (institution_id, entry_no);
create index correction_case_offices on correction_case using gin (offices) where state = 'PENDING';

-- C1: whether closed days are corrected through the ladder.
insert into regime_setting (regime, kind, name, value, rule) values
  ('DEFAULT', '*', 'correctionLadder', 'ON', 'C1, RJ-7 to RJ-10');

create or replace function setting_understood(name text, value text) returns boolean language sql immutable as $$
  select case name
           when 'geofenceRadius' then value ~ '^[1-9][0-9]{0,4}$'
           when 'attendanceMode' then value in ('MARKS', 'ROLL', 'MARKS_AND_ROLL')
           when 'photo' then value in ('REQUIRED', 'OPTIONAL')
           when 'correctionLadder' then value in ('ON', 'OFF')
           else true
         end
$$;
