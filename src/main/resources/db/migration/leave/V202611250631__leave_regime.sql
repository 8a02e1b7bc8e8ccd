-- C1: the regime whose kind of leave was asked for: it stays of that kind where the person or the institution comes under another.
alter table leave_case add column regime text;
update leave_case set regime = leave_regime(staff_id, from_day);
alter table leave_case alter column regime set not null;
