-- A person's way in. The login of a member of staff is the employee code (BR-1: the Teacher ID).
create table login (
  login         text primary key check (login ~ '^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$'),
  staff_id      bigint unique references staff,
  administrator boolean not null default false,
  password_hash text not null,
  must_change   boolean not null default false,
  failures      int not null default 0,
  locked_until  timestamptz,
  language      text not null default 'en' check (language in ('en', 'hi', 'vi')),
  check (staff_id is not null or administrator)
);
grant update on login to panjika_app;

-- What happened to a login: fact, append-only.
create table login_event (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  login       text not null,
  kind        text not null,
  remote      text
);
create index login_event_login on login_event (login, entry_no);

create table token (
  hash       bytea primary key,
  login      text not null references login,
  expires_at timestamptz not null
);
create index token_login on token (login);
grant update, delete on token to panjika_app;

create table spring_session (
  primary_id            char(36) primary key,
  session_id            char(36) not null unique,
  creation_time         bigint not null,
  last_access_time      bigint not null,
  max_inactive_interval int not null,
  expiry_time           bigint not null,
  principal_name        varchar(100)
) with (fillfactor = 70);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);

create table spring_session_attributes (
  session_primary_id char(36) not null references spring_session on delete cascade,
  attribute_name     varchar(200) not null,
  attribute_bytes    bytea not null,
  primary key (session_primary_id, attribute_name)
) with (fillfactor = 70);
grant update, delete on spring_session, spring_session_attributes to panjika_app;
