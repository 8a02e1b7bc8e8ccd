-- C4, C11: who acted at the head when the engine was told of a case; with another there, or nobody, other marks are the head's to decide.
alter table attendance_exception add column head_id bigint references staff;
