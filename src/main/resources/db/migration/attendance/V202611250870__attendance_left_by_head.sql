-- C11: since when a case is the office above's alone, because the head was silent.
alter table attendance_exception add column left_at timestamptz;
