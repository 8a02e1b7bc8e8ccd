-- C11: who chases an institution's entry, and who gets the list of what was missing at closing: the office above that one.
-- Empty for the office at the top, whose own roll nobody chases.
alter table institution_day add column entry_office_id bigint;
alter table institution_day add column closing_office_id bigint;
create index institution_day_entry_office on institution_day (entry_office_id, day);
create index institution_day_closing_office on institution_day (closing_office_id, day);

-- Heads are looked up by institution.
create index charge_institution on charge (institution_id);

-- The working days that supervising offices have been started on: one process instance for each.
create table attendance_office_day (
  day        date not null,
  office_id  bigint not null references institution,
  started_at timestamptz not null,
  primary key (day, office_id)
);

-- The lists of institutions that are being chased and end by themselves as soon as nobody is missing. A projection: a row
-- is taken away when its list has ended.
create table attendance_chase (
  day       date not null,
  office_id bigint not null references institution,
  due       timestamptz not null,
  primary key (day, office_id, due)
);
grant delete on attendance_chase to panjika_app;

-- What an officer says about a list. Append-only.
create table attendance_deadline_remark (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  day         date not null,
  office_id   bigint not null references institution,
  kind        text not null check (kind in ('ENTRY', 'CLOSING')),
  remark      text not null check (length(remark) > 0)
);
create index attendance_deadline_remark_day on attendance_deadline_remark (day, office_id);
