-- Cases of a move that wait for their turn: a queue, so its rows go. Whichever copy of the application is up takes from it.
create table engine_move_waiting (
  move     bigint not null references engine_move,
  instance text not null,
  primary key (move, instance)
);
grant update, delete on engine_move_waiting to panjika_app;

-- for each step that the other version does not have the step that takes its cases, or stay
alter table engine_move add column choices jsonb not null default '{}';
comment on column engine_move.batch is 'of the engine, which moved the cases of the first moves and told nobody what became of each';

-- it had left the version before its turn: ended, or moved by another
alter table engine_move_case add column gone boolean not null default false;
alter table engine_move_case add check (not gone or failure is null);

-- a task that stays while its office or its due date is set anew is another step of the path
alter table engine_case_step drop constraint engine_case_step_task_id_key;
create index engine_case_step_task on engine_case_step (task_id);
