-- C3: who of an institution is the longest in service of those who work there from a day on, and whom neither leave nor an order
-- of duty takes away in the time; of those of the head's cadre first.
create function senior_most(place bigint, head bigint, from_day date, to_day date)
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
     order by s.cadre = (select h.cadre from staff h where h.id = head) desc, s.joined_on nulls last, s.employee_code
     limit 1
  $$;
