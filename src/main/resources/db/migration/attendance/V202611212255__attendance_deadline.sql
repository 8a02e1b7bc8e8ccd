-- What stood at a deadline, for a supervising office over its direct charge of institutions (C11). Append-only.
create table attendance_deadline (
  day          date not null,
  office_id    bigint not null references institution,
  kind         text not null check (kind in ('ENTRY', 'CLOSING')),
  -- the deadline itself; an office with second shifts has several in a day (C10)
  due          timestamptz not null,
  -- the office and its ancestors on that day, root first
  path         bigint[] not null,
  entry_no     bigint not null default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  -- institutions concerned, that is with somebody expected, and those among them that were not complete
  institutions int not null check (institutions >= 0),
  missed       int not null check (missed between 0 and institutions),
  primary key (day, office_id, kind, due)
);
create index attendance_deadline_path on attendance_deadline using gin (path);

-- The institutions that were not complete at a deadline, with what they had then. Append-only.
create table attendance_deadline_missed (
  day            date not null,
  institution_id bigint not null references institution,
  kind           text not null check (kind in ('ENTRY', 'CLOSING')),
  office_id      bigint not null references institution,
  due            timestamptz not null,
  entry_no       bigint not null default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  -- sessions begun by then: in how many somebody was expected, and how many of these had a status
  expected       int not null,
  recorded       int not null,
  primary key (day, institution_id, kind)
);
