-- What the head of an added kind of office is called; the newest word counts, and those before stay on record.
create table office_kind_name (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  code        text not null references office_kind (code),
  name        text not null,
  name_hi     text not null,
  name_vi     text not null,
  supersedes  bigint unique references office_kind_name
);
create unique index office_kind_name_first on office_kind_name (code) where supersedes is null;
