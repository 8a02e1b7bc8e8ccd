-- A state's credits are written at once: an account that begins is written once, and nothing is looked up or kept twice.
alter table leave_entry drop constraint leave_entry_reverses_key;
create unique index leave_entry_reverses on leave_entry (reverses) where reverses is not null;
-- its entries name the person
alter table leave_account drop constraint leave_account_staff_id_fkey;

create or replace function sum_leave() returns trigger language plpgsql as $$
begin
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
      on conflict (staff_id, account, period) do update set balance = a.balance + excluded.balance;
  return null;
end $$;
