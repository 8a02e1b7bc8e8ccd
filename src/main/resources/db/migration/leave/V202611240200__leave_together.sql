-- Days of a month that follow one another: special casual leave is two consecutive days (domain 1.2), not two single ones.
alter table leave_type add column together boolean not null default false;
update leave_type set together = true where code = 'SCL';
