-- Who has sent which scan: the same content sent by two is one file and two rows. What was sent before there were these rows
-- can be sent again. Append-only.
create table scan_sent (
  content_hash bytea not null,
  recorded_by  text not null,
  recorded_at  timestamptz not null,
  primary key (content_hash, recorded_by)
);
