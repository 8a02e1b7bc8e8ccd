-- RJ-12: sessions of somebody's month for which leave was granted, also where no register is kept.
create function month_leave(of_staff bigint, of_month date) returns bigint language sql stable as $$
  select coalesce(bit_or((case e.forenoon when 'LEAVE' then 1::bigint else 0 end | case e.afternoon when 'LEAVE' then 2::bigint else 0 end)
                         << (2 * (e.day - of_month))), 0)
    from day_entry e
   where e.staff_id = of_staff and e.day >= of_month and e.day < (of_month + interval '1 month')::date and e.source = 'LEAVE'
     and not exists (select from day_entry later where later.supersedes = e.entry_no)
$$;

-- Whether a certificate tells absence in a session, and no leave says otherwise.
create or replace function certified_absent(of_staff bigint, on_day date, of_session int) returns boolean language sql stable as $$
  select exists (
    select from payroll_certificate c
     where c.staff_id = of_staff and c.month = date_trunc('month', on_day)::date
       and ((c.absent & ~month_leave(c.staff_id, c.month)) >> (2 * (on_day - c.month) + of_session)) & 1 = 1
       and not exists (select from payroll_certificate later where later.supersedes = c.entry_no))
$$;
