-- The kinds of institutions. Those that rules and code name are here from the start; an administrator adds others.
create table office_kind (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  -- also the function of the office's head, and the first word of its group
  code        text not null unique check (code ~ '^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$' and length(code) <= 30),
  -- decision tables read an office of this kind as one of that kind
  rules_of    text not null references office_kind (code),
  -- what its head is called; of the kinds from the start the application has words
  name        text,
  name_hi     text,
  name_vi     text,
  check (code = rules_of or name is not null)
);
insert into office_kind (recorded_at, recorded_by, code, rules_of)
select timestamptz '2026-11-23 00:00+05:30', 'migration', kind, kind
  from unnest(array['DIRECTORATE', 'STATE_OFFICE', 'DIVISION', 'CDEO', 'DEO_ELEMENTARY', 'DEO_SECONDARY', 'ADPC',
                    'DISTRICT_OFFICE', 'CBEO', 'SCHOOL']) kind;
alter table institution drop constraint institution_kind_check;
alter table institution add foreign key (kind) references office_kind (code);
