-- C3, C4: the seats a person has on a day. Who is away that day, or for whom another officiates, has the seat to read by; so do
-- those who are not in active service (C5). Who acts is whom acting() names. Who heads a school with schools below it is its PEEO
-- as well, unless another person is named by order.
drop function seats_held(bigint, date);
create function seats_held(person bigint, on_day date)
  returns table (charge_kind text, staff_id bigint, basis text, may_act boolean, away boolean, institution_id bigint)
  language plpgsql stable rows 2 set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with held as (
    select c.kind, c.basis, c.may_act, c.institution_id
      from charge c
     where c.staff_id = person and c.during @> on_day
     union all
    select 'PEEO', c.basis, c.may_act, c.institution_id
      from charge c join institution i on i.id = c.institution_id
     where c.staff_id = person and c.during @> on_day and c.kind = 'HEAD' and i.kind = 'SCHOOL'
       and exists (select from institution_parent p
                     join institution s on s.id = p.institution_id and s.kind = 'SCHOOL'
                    where p.parent_id = i.id and p.during @> on_day)
       and not exists (select from charge o
                        where o.kind = 'PEEO' and o.institution_id = i.id and o.during @> on_day))
  select h.kind, person, h.basis, acts.so,
         not acts.so and h.may_act and not exists (
           select from service_state s where s.staff_id = person and s.state <> 'ACTIVE' and s.during @> on_day),
         h.institution_id
    from held h
         cross join lateral (
           select exists (select from acting(h.kind, h.institution_id, on_day) a where a.staff_id = person) as so) acts;
end
$$;

-- As before, and not who the register says is not there.
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
                          and a.forenoon in ('LEAVE', 'TOUR', 'DUTY', 'ABSENT') and a.afternoon in ('LEAVE', 'TOUR', 'DUTY', 'ABSENT'))
     order by s.cadre = (select h.cadre from staff h where h.id = head) desc, s.joined_on nulls last, s.employee_code
     limit 1
  $$;
