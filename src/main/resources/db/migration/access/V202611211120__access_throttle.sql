-- Failures to log in, by the login as typed (known or not) and by remote address: in the database, so that all copies agree.
create table login_throttle (
  subject      text primary key,
  failures     int not null,
  last_at      timestamptz not null,
  locked_until timestamptz
);
create index login_throttle_last on login_throttle (last_at);
grant update, delete on login_throttle to panjika_app;

alter table login
  drop column failures,
  drop column locked_until,
  -- null: the person has not chosen, the browser's language decides
  alter column language drop not null,
  alter column language drop default;
