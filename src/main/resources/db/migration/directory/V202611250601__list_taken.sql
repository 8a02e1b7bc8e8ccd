-- Who has taken which list, beside what the list changed: it may hold what people are paid by. Append-only.
create table list_taken (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  recorded_at timestamptz not null,
  recorded_by text not null,
  kind        text not null,
  file_name   text not null,
  read        int not null check (read >= 0),
  created     int not null check (created >= 0),
  updated     int not null check (updated >= 0),
  rejected    int not null check (rejected >= 0)
);
