-- Who deployed which models, when and why: facts, append-only. The models themselves are the engine's.
create table engine_deployment (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  deployment  text not null unique,
  -- PACKAGED with the application, in its FOLDER, by the PAGE of models, by another PROGRAM such as the modelling tool
  way         text not null check (way in ('PACKAGED', 'FOLDER', 'PAGE', 'PROGRAM')),
  reason      text not null,
  -- keys of its processes, decisions and forms
  definitions text[] not null,
  -- what was found doubtful in it and deployed all the same
  warnings    text[] not null
);

-- Who moved running cases from one version of a process to another. How far a batch has come the engine knows; cases that
-- change their step are moved by us, each with what became of it.
create table engine_move (
  entry_no     bigint primary key default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  process      text not null,
  from_version integer not null,
  to_version   integer not null,
  timers       text not null check (timers in ('KEPT', 'ANEW')),
  batch        text unique,
  cases        integer not null check (cases > 0)
);
create index engine_move_process on engine_move (process);

create table engine_move_case (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  move        bigint not null references engine_move,
  instance    text not null,
  -- why it stays where it was; empty: it was moved
  failure     text,
  unique (move, instance)
);
