-- No two parents at a time, as before, but judged once for all the rows of a statement: the exclusion constraint's GiST
-- index was a third of the time that a state's list of schools takes.
alter table institution_parent drop constraint institution_parent_institution_id_during_excl;
create unique index institution_parent_institution on institution_parent (institution_id, during);

create function one_parent_at_a_time() returns trigger language plpgsql as $$
begin
  -- one writer of the tree at a time: the other's rows are seen below, or not written yet
  perform pg_advisory_xact_lock('institution_parent'::regclass::oid::bigint);
  if exists (
    select from (
      select p.during && lag(p.during) over (partition by p.institution_id order by p.during) as clashes
        from institution_parent p
       -- an array, for the planner has no idea how many rows a transition table holds
       where p.institution_id = any (array(select distinct w.institution_id from written w))) periods
     where clashes) then
    raise exclusion_violation using message = 'an institution would have two parents at a time';
  end if;
  return null;
end $$;

create trigger one_parent_at_a_time_inserted after insert on institution_parent
  referencing new table as written for each statement execute function one_parent_at_a_time();
create trigger one_parent_at_a_time_updated after update on institution_parent
  referencing new table as written for each statement execute function one_parent_at_a_time();
