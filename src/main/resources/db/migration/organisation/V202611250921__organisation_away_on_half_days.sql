-- C3, C4, C14: on a half day who is away in the session that is worked is away for the whole of the day; on a holiday nobody is. The
-- rest is as before.
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
       -- who works at two places in a day has two lines of it
       and not coalesce((select bool_and(a.forenoon in ('LEAVE', 'TOUR', 'DUTY', 'HOLIDAY')
                                           and a.afternoon in ('LEAVE', 'TOUR', 'DUTY', 'HOLIDAY'))
                                and bool_or(a.forenoon <> 'HOLIDAY' or a.afternoon <> 'HOLIDAY')
                           from attendance_day a
                          where a.day = on_day and a.staff_id = seat.staff_id), false)
  $$;

create or replace function senior_most(place bigint, head bigint, from_day date, to_day date)
  returns bigint language sql stable as $$
    select s.id
      from posting p
           join staff s on s.id = p.staff_id
           cross join lateral leave_days(s.id, senior_most.from_day, senior_most.from_day) w
     where p.institution_id = place and p.during @> senior_most.from_day and s.id <> head and w.forenoon_at = place
       and not exists (select from service_state t
                        where t.staff_id = s.id and t.during @> senior_most.from_day and t.state <> 'ACTIVE')
       and not exists (select from leave_case c
                        where c.staff_id = s.id and c.state = 'APPROVED'
                          and c.during && int4range((senior_most.from_day - date '1970-01-01') * 2, (senior_most.to_day - date '1970-01-01') * 2 + 1, '[]'))
       and not exists (select from attendance_duty_order o
                        where o.staff_id = s.id and o.supersedes is null
                          and o.from_day <= senior_most.to_day and o.to_day >= senior_most.from_day
                          and not exists (select from attendance_duty_order later where later.supersedes = o.entry_no))
       and not exists (select from attendance_day a
                        where a.staff_id = s.id and a.day between senior_most.from_day and senior_most.to_day
                          and a.forenoon in ('LEAVE', 'TOUR', 'DUTY', 'ABSENT', 'HOLIDAY')
                          and a.afternoon in ('LEAVE', 'TOUR', 'DUTY', 'ABSENT', 'HOLIDAY')
                          and not (a.forenoon = 'HOLIDAY' and a.afternoon = 'HOLIDAY'))
     order by s.cadre = (select h.cadre from staff h where h.id = head) desc, s.joined_on nulls last, s.employee_code
     limit 1
  $$;
