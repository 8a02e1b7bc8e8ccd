-- The path of a case through the offices: facts, append-only. The engine's own history is not kept for good.
create table engine_case_step (
  entry_no     bigint primary key default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  process      text not null,
  business_key text not null,
  task_id      text not null unique,
  task         text not null,
  -- groups of the engine, such as CBEO_080102
  offices      text[] not null,
  since        timestamptz not null,
  due          timestamptz
);
create index engine_case_step_case on engine_case_step (business_key, process);

create table engine_case_step_end (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  step        bigint not null unique references engine_case_step,
  until       timestamptz not null,
  -- false: the case moved on without a decision of this office, such as by a deadline
  decided     boolean not null,
  decision    text,
  remark      text
);
