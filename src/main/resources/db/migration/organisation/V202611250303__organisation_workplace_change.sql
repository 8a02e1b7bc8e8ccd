-- C5: whose place of work may have become another one on which days, until the registers of open days have followed.
create table workplace_change (
  id       bigint generated always as identity primary key,
  staff_id bigint not null,
  during   daterange not null
);
grant delete on workplace_change to panjika_app;

create function note_workplaces() returns trigger language plpgsql as $$
begin
  insert into workplace_change (staff_id, during) select staff_id, during from added;
  if tg_op = 'UPDATE' then
    insert into workplace_change (staff_id, during) select staff_id, during from removed;
  end if;
  return null;
end $$;

create trigger note_added after insert on posting
  referencing new table as added for each statement execute function note_workplaces();
create trigger note_changed after update on posting
  referencing new table as added old table as removed for each statement execute function note_workplaces();
create trigger note_added after insert on deputation
  referencing new table as added for each statement execute function note_workplaces();
create trigger note_changed after update on deputation
  referencing new table as added old table as removed for each statement execute function note_workplaces();
create trigger note_added after insert on service_state
  referencing new table as added for each statement execute function note_workplaces();
create trigger note_changed after update on service_state
  referencing new table as added old table as removed for each statement execute function note_workplaces();
