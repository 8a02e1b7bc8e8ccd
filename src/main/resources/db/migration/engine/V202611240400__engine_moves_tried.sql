-- A case that cannot be moved in passing goes behind the others.
alter table engine_move_waiting add column tries integer not null default 0;
create index engine_move_waiting_next on engine_move_waiting (tries, move);
