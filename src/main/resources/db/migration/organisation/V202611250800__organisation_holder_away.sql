-- C3, C4: whether a seat for which nobody acts today is held all the same, by somebody who is away.
drop function seats_towards(text[], bigint[], date);
create function seats_towards(functions text[], path bigint[], on_day date)
  returns table (function text, charge_kind text, institution_id bigint, staff_id bigint, away boolean)
  language plpgsql stable rows 4 set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with above as materialized (
    select i.id, i.kind, a.depth
      from unnest(path) with ordinality a (id, depth) join institution i on i.id = a.id)
  select f.function, seat.charge_kind, office.id, holder.staff_id,
         holder.staff_id is null and exists (select from seated(seat.charge_kind, office.id, on_day))
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

-- Who has a seat on a day and may act in active service, at work or away.
create function seated(wanted text, at_institution bigint, on_day date)
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
  $$;
