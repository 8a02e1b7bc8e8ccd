-- Projection: approved leave in which a holiday became a working day that its balance cannot pay for, so that this day is no
-- leave (C14). Its person and its office have been told; it is counted again every night until it can be paid or is ended.
create table leave_uncharged (
  application_id uuid primary key references leave_case,
  day            date not null
);
grant update, delete on leave_uncharged to panjika_app;
