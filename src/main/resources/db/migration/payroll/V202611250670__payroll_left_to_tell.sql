-- C16: days of people that are looked at again on the next morning, however long ago they were: nobody works where the person does, or
-- the line was made late.
create table payroll_left_to_tell (
  staff_id bigint not null references staff,
  day      date not null,
  primary key (day, staff_id)
);
grant delete on payroll_left_to_tell to panjika_app;
