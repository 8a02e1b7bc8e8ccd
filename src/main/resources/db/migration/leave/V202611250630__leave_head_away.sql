-- C4: who is away for the whole of a day acts for no seat that day: on approved leave, on duty elsewhere by order, deputed from
-- the place of the posting, or read in the register as on leave, tour or duty. Where somebody officiates, that person is asked
-- about instead; the rest is as before.
create or replace function acting(wanted text, at_institution bigint, on_day date)
  returns table (staff_id bigint) language sql stable as $$
    select seat.staff_id
      from (select c.staff_id, c.may_act
              from charge c
             where c.institution_id = at_institution and c.during @> on_day
               and c.kind in (wanted, case wanted when 'PEEO' then 'HEAD' else wanted end)
             order by c.kind = wanted desc, c.basis = 'OFFICIATING' desc
             limit 1) seat
     where seat.may_act
       and not exists (select from service_state s
                        where s.staff_id = seat.staff_id and s.during @> on_day and s.state <> 'ACTIVE')
       and not exists (select from leave_case l
                        where l.staff_id = seat.staff_id and l.state = 'APPROVED'
                          and l.during @> int4range((on_day - date '1970-01-01') * 2, (on_day - date '1970-01-01') * 2 + 1, '[]'))
       and not exists (select from attendance_duty_order o
                        where o.staff_id = seat.staff_id and o.supersedes is null and on_day between o.from_day and o.to_day
                          and extract(isodow from on_day) = any (o.weekdays) and o.sessions @> array['FORENOON', 'AFTERNOON']
                          and not exists (select from attendance_duty_order later where later.supersedes = o.entry_no))
       and not exists (select from deputation d
                        where d.staff_id = seat.staff_id and d.during @> on_day and d.session is null
                          and (d.weekdays is null or extract(isodow from on_day) = any (d.weekdays))
                          and d.institution_id is distinct from at_institution
                          and exists (select from posting p
                                       where p.staff_id = d.staff_id and p.institution_id = at_institution and p.during @> on_day))
       and not exists (select from attendance_day a
                        where a.day = on_day and a.staff_id = seat.staff_id
                          and a.forenoon in ('LEAVE', 'TOUR', 'DUTY') and a.afternoon in ('LEAVE', 'TOUR', 'DUTY'))
  $$;
