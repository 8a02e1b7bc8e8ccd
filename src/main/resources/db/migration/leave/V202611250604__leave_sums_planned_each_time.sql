-- Planned anew each time, for as many rows as there are. A trigger otherwise keeps the plan of its first statement of a session:
-- after a yearly credit a single debit on the same connection read every account of the state.
create or replace function sum_leave() returns trigger language plpgsql as $$
begin
  execute $sum$
    with change as materialized (
      select n.staff_id, n.account, n.period, sum(n.half_days) as half_days from added n group by 1, 2, 3),
    changed as (
      update leave_account a set balance = a.balance + c.half_days
        from change c
       where a.staff_id = c.staff_id and a.account = c.account and a.period = c.period and c.half_days <> 0)
    -- who begins it at the same time is waited for
    insert into leave_account as a (staff_id, account, period, balance)
    select c.staff_id, c.account, c.period, c.half_days from change c
     where not exists (select from leave_account k
                        where k.staff_id = c.staff_id and k.account = c.account and k.period = c.period)
     order by c.staff_id, c.account, c.period
        on conflict (staff_id, account, period) do update set balance = a.balance + excluded.balance
  $sum$;
  return null;
end $$;
