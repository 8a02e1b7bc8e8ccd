-- What is asked of seats at nearly every request. In plpgsql, which keeps the plan of its statement, and told to keep it: by
-- itself the database plans a statement over arrays anew each time, which took longer than to carry it out.

-- C3: the seats a person holds on a day; officiating prevails. Who heads a school with schools below it is its PEEO as well,
-- unless another person is named by order. C5: who is not in active service may read by them, not act.
create function seats_held(person bigint, on_day date)
  returns table (charge_kind text, staff_id bigint, basis text, may_act boolean, institution_id bigint)
  language plpgsql stable rows 2 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with inactive as (
    select from service_state s where s.staff_id = person and s.state <> 'ACTIVE' and s.during @> on_day)
  select c.kind, c.staff_id, c.basis, c.may_act and not exists (select from inactive), c.institution_id
    from charge c
   where c.staff_id = person and c.during @> on_day
     and (c.basis = 'OFFICIATING' or not exists (
           select from charge o
            where o.kind = c.kind and o.institution_id = c.institution_id
              and o.basis = 'OFFICIATING' and o.during @> on_day))
   union all
  select 'PEEO', c.staff_id, c.basis, c.may_act and not exists (select from inactive), c.institution_id
    from charge c join institution i on i.id = c.institution_id
   where c.staff_id = person and c.during @> on_day and c.kind = 'HEAD' and i.kind = 'SCHOOL'
     and (c.basis = 'OFFICIATING' or not exists (
           select from charge o
            where o.kind = 'HEAD' and o.institution_id = c.institution_id
              and o.basis = 'OFFICIATING' and o.during @> on_day))
     and exists (select from institution_parent p
                   join institution s on s.id = p.institution_id and s.kind = 'SCHOOL'
                  where p.parent_id = i.id and p.during @> on_day)
     and not exists (select from charge o
                      where o.kind = 'PEEO' and o.institution_id = i.id and o.during @> on_day);
end
$$;

-- The nearest office of each function among an institution and its ancestors, and who acts for it, in the order asked for; PEEO:
-- that of the nodal school.
create function seats_towards(functions text[], path bigint[], on_day date)
  returns table (function text, charge_kind text, institution_id bigint, staff_id bigint)
  language plpgsql stable rows 4 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with above as materialized (
    select i.id, i.kind, a.depth
      from unnest(path) with ordinality a (id, depth) join institution i on i.id = a.id)
  select f.function, seat.charge_kind, office.id, holder.staff_id
    from unnest(functions) with ordinality f (function, n)
         cross join lateral (
           select a.id, a.kind from above a
            where case f.function
                    when 'PEEO' then a.depth = cardinality(path) - 1 and a.kind = 'SCHOOL'
                    else a.kind = f.function
                         or exists (select from charge c where c.institution_id = a.id and c.kind = f.function)
                  end
            order by a.depth desc limit 1) office
         cross join lateral (select case office.kind when f.function then 'HEAD' else f.function end) seat (charge_kind)
         left join lateral acting(seat.charge_kind, office.id, on_day) holder on true
   order by f.n;
end
$$;
