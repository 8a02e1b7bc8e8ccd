-- C11: a word is about the mark itself, or about an IN that no OUT followed; each is contested once.
alter table attendance_mark_decision add column about text not null default 'MARK' check (about in ('MARK', 'MISSING_OUT'));
alter table attendance_contest add column about text not null default 'MARK' check (about in ('MARK', 'MISSING_OUT'));
alter table attendance_contest drop constraint attendance_contest_pkey;
alter table attendance_contest add primary key (mark_id, about);

-- Days whose missing OUTs have been listed once. Append-only.
create table attendance_day_over (
  day         date primary key,
  entry_no    bigint not null default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null
);

-- BR-20: a person asks that the lateness of a day be condoned, once. Append-only.
create table lateness_request (
  id             uuid primary key,
  entry_no       bigint not null default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  day            date not null,
  staff_id       bigint not null references staff,
  institution_id bigint not null references institution,
  reason         text not null check (length(reason) > 0),
  unique (staff_id, day)
);

-- BR-20: what the head or the office above said about a day's lateness; the newest word counts. Append-only.
create table lateness_condonation (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  supersedes     bigint references lateness_condonation,
  -- null: said without being asked
  request_id     uuid references lateness_request,
  day            date not null,
  staff_id       bigint not null references staff,
  institution_id bigint not null references institution,
  decision       text not null check (decision in ('PERMITTED', 'CONDONED', 'REFUSED')),
  reason         text check (length(reason) > 0),
  check (reason is not null or (decision = 'CONDONED' and request_id is not null))
);
create unique index lateness_condonation_first on lateness_condonation (staff_id, day) where supersedes is null;
create unique index lateness_condonation_supersedes on lateness_condonation (supersedes) where supersedes is not null;
create unique index lateness_condonation_request on lateness_condonation (request_id) where request_id is not null;
create index lateness_condonation_day on lateness_condonation (staff_id, day);
