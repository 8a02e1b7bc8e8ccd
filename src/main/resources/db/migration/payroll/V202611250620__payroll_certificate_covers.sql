-- RJ-12: a certificate is given by the institution of the posting and tells of the days up to its last one. What no certificate of
-- that institution covers is held, and a later one replaces only that institution's.
alter table payroll_certificate
  add column institution_id bigint references institution,
  -- the last day that it covers
  add column through date;

-- Those given before covered what could be known: the days before they were recorded.
update payroll_certificate c
   set institution_id = coalesce(
         (select o.institution_id from off_portal_day o
           where o.staff_id = c.staff_id and o.day >= c.month and o.day < (c.month + interval '1 month')::date
           order by o.day limit 1),
         (select p.institution_id from posting p
           where p.staff_id = c.staff_id
           order by p.during && daterange(c.month, (c.month + interval '1 month')::date) desc, lower(p.during) limit 1)),
       through = least((c.month + interval '1 month')::date - 1,
                       greatest(c.month, (c.recorded_at at time zone 'Asia/Kolkata')::date - 1));

alter table payroll_certificate
  alter column institution_id set not null,
  alter column through set not null,
  add constraint payroll_certificate_through check (date_trunc('month', through) = month);
drop index payroll_certificate_first;
create unique index payroll_certificate_first on payroll_certificate (staff_id, institution_id, month) where supersedes is null;

-- Whether a certificate of the institution where the person was posted tells absence in a session, and no leave says otherwise.
create or replace function certified_absent(of_staff bigint, on_day date, of_session int) returns boolean language sql stable as $$
  select exists (
    select from payroll_certificate c
           join posting p on p.staff_id = c.staff_id and p.institution_id = c.institution_id and p.during @> on_day
     where c.staff_id = of_staff and c.month = date_trunc('month', on_day)::date
       and ((c.absent & ~month_leave(c.staff_id, c.month)) >> (2 * (on_day - c.month) + of_session)) & 1 = 1
       and not exists (select from payroll_certificate later where later.supersedes = c.entry_no))
$$;
