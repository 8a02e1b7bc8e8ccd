-- C5: who works at two institutions in one day has a line at each, HOLIDAY in the session that belongs to the other.
alter table attendance_day drop constraint attendance_day_pkey;
alter table attendance_day add primary key (day, staff_id, institution_id);

-- BR-5, C8: an order to be on duty elsewhere. Append-only; a row that supersedes another cancels it.
create table attendance_duty_order (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  supersedes     bigint unique references attendance_duty_order,
  id             uuid not null,
  content_hash   bytea not null,
  staff_id       bigint not null references staff,
  -- the place of work when the order was entered: its head, or the office above, entered it (C4)
  institution_id bigint not null references institution,
  place          text not null check (length(place) > 0),
  from_day       date not null,
  to_day         date not null check (to_day >= from_day),
  -- 1 = Monday
  weekdays       smallint[] not null check (weekdays <> '{}' and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]),
  sessions       text[] not null check (sessions <> '{}' and sessions <@ array['FORENOON', 'AFTERNOON']),
  order_number   text not null check (length(order_number) > 0),
  scans          bytea[] not null
);
create unique index attendance_duty_order_id on attendance_duty_order (id) where supersedes is null;
create index attendance_duty_order_staff on attendance_duty_order (staff_id, to_day) where supersedes is null;
create index attendance_duty_order_institution on attendance_duty_order (institution_id, entry_no) where supersedes is null;
