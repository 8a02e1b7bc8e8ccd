-- Leave that should have been counted again and could not be: it is tried again each night.
create table leave_to_recount (
  application_id uuid primary key
);
grant delete on leave_to_recount to panjika_app;
