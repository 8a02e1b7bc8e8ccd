-- An entry of source FAULT names the fault it comes from (C15): TECHNICAL as long as the fault stands unsettled, UNMARKED
-- once it is refused, any other status once it is settled from the physical register.
alter table day_entry add column fault_id uuid;
alter table day_entry add constraint day_entry_fault check ((source = 'FAULT') = (fault_id is not null));
create index day_entry_fault_id on day_entry (fault_id, entry_no) where fault_id is not null;

-- C15: a missed deadline is excused by a fault, and no longer excused when the fault is refused. Append-only; of several
-- facts of one fault the newest counts.
create table attendance_deadline_excuse (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  day            date not null,
  institution_id bigint not null,
  kind           text not null,
  fault_id       uuid not null,
  excused        boolean not null,
  foreign key (day, institution_id, kind) references attendance_deadline_missed (day, institution_id, kind)
);
create index attendance_deadline_excuse_day on attendance_deadline_excuse (day, institution_id);
create index attendance_deadline_excuse_fault on attendance_deadline_excuse (fault_id);
