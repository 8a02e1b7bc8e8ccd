-- Who looked at the photograph of a refused attempt, and when, is on record as for a mark.
alter table photo_view
  alter column mark_id drop not null,
  add column refusal bigint references attendance_refusal,
  add check (num_nonnulls(mark_id, refusal) = 1);
