-- C5: of a posting, a deputation or a state of service that is changed only the days on which it says something else.
create or replace function note_workplaces() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into workplace_change (staff_id, during) select staff_id, during from added;
    return null;
  end if;
  insert into workplace_change (staff_id, during)
  select staff_id, d.days
    from (select n.staff_id, to_jsonb(n) - 'during' - 'order_number' as what, range_agg(n.during) as days from added n group by 1, 2) a
         full join
         (select n.staff_id, to_jsonb(n) - 'during' - 'order_number' as what, range_agg(n.during) as days from removed n group by 1, 2) r
           using (staff_id, what)
         cross join lateral (values (coalesce(a.days, '{}'), coalesce(r.days, '{}'))) w (becomes, was)
         cross join lateral unnest(w.becomes - w.was + (w.was - w.becomes)) d (days);
  return null;
end $$;
