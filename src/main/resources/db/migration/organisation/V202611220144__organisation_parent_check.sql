-- No nested loops: a plan kept from a statement of few rows would take for ever with many.
create or replace function one_parent_at_a_time() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  -- one writer of the tree at a time: the other's rows are seen below, or not written yet
  perform pg_advisory_xact_lock('institution_parent'::regclass::oid::bigint);
  if exists (
    select from (
      select p.during && lag(p.during) over (partition by p.institution_id order by p.during) as clashes
        from institution_parent p
       where p.institution_id in (select w.institution_id from written w)) periods
     where clashes) then
    raise exclusion_violation using message = 'an institution would have two parents at a time';
  end if;
  return null;
end $$;
