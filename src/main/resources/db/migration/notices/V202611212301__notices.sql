-- A message to a member of staff. What was told stays; only that it has been read is added.
create table notice (
  id       bigint generated always as identity primary key,
  told_at  timestamptz not null,
  staff_id bigint not null references staff,
  key      text not null,
  fields   jsonb not null,
  link     text not null check (link like '/%' and link not like '//%'),
  read_at  timestamptz
);
create index notice_staff on notice (staff_id, id);
create index notice_unread on notice (staff_id, id) where read_at is null;
grant update (read_at) on notice to panjika_app;
