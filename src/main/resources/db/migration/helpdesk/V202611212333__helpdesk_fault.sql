-- C15, BR-19: a technical fault as claimed or declared. Append-only.
create table technical_fault (
  id             uuid primary key,
  content_hash   bytea not null,
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  -- who is concerned in it; null: the system saw it itself
  claimant_id    bigint references staff,
  kind           text not null check (kind in ('SERVER', 'NETWORK', 'POWER', 'DEVICE', 'OTHER')),
  -- AREA: the institution and everything below it
  scope          text not null check (scope in ('PERSON', 'INSTITUTION', 'AREA')),
  institution_id bigint not null references institution,
  staff_id       bigint references staff,
  -- the seat from which it is declared; the office above it confirms
  office_id      bigint references institution,
  from_at        timestamptz not null,
  to_at          timestamptz not null,
  text           text,
  -- in force without anybody's confirmation
  at_once        boolean not null,
  check ((scope = 'PERSON') = (staff_id is not null)),
  check (from_at < to_at)
);
create index technical_fault_institution on technical_fault (institution_id);

-- What the office above decided, once. Append-only.
create table technical_fault_decision (
  fault_id    uuid primary key references technical_fault,
  entry_no    bigint not null unique default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  decision    text not null check (decision in ('CONFIRMED', 'REFUSED')),
  remark      text,
  -- C15: until then the people concerned may answer a refusal
  reply_until timestamptz,
  check (decision = 'CONFIRMED' or length(remark) > 0),
  check ((decision = 'REFUSED') = (reply_until is not null))
);

-- What the physical register says, with its evidence: a scan, or where paper is prohibited the head's signed statement and
-- two witnesses (UP-9). The lines are day entries. Append-only.
create table technical_fault_settlement (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  fault_id       uuid not null references technical_fault,
  institution_id bigint not null references institution,
  scan           bytea,
  statement      text,
  witnesses      bigint[] not null default '{}',
  check (scan is not null or length(statement) > 0 and cardinality(witnesses) = 2)
);
create index technical_fault_settlement_fault on technical_fault_settlement (fault_id);

-- When a copy of the application was last seen alive, by the clock all code asks and by the machine's.
create table system_heartbeat (
  singleton boolean primary key default true check (singleton),
  at        timestamptz not null,
  real_at   timestamptz not null
);
grant update on system_heartbeat to panjika_app;
