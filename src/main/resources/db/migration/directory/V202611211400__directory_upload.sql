-- A list between its preview and its import, in pieces: any copy of the application can go on with it, none holds it whole.
create table upload (
  id          uuid primary key,
  login       text not null,
  uploaded_at timestamptz not null,
  file_name   text not null,
  kind        text not null,
  mapping     text,
  under       text
);
grant update, delete on upload to panjika_app;

create table upload_piece (
  upload_id uuid not null references upload on delete cascade,
  number    int not null,
  bytes     bytea not null,
  primary key (upload_id, number)
);
grant delete on upload_piece to panjika_app;
