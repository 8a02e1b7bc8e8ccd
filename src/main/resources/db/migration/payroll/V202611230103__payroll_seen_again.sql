-- RJ-12: whether the certificate of somebody's month outside the portal tells absence in a session.
create function certified_absent(of_staff bigint, on_day date, of_session int) returns boolean language sql stable as $$
  select exists (
    select from payroll_certificate c
     where c.staff_id = of_staff and c.month = date_trunc('month', on_day)::date
       and (c.absent >> (2 * (on_day - c.month) + of_session)) & 1 = 1
       and not exists (select from payroll_certificate later where later.supersedes = c.entry_no))
$$;

-- BR-17, C4: who approved the newest version of a list does not accept it.
alter table payroll_negative_list add column approved_by text;
