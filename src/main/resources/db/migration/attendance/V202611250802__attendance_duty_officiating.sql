-- C3: who officiates on the days on which an order takes a head away; empty where it takes none, or nobody is there.
alter table attendance_duty_order add column officiating_id bigint references staff;
