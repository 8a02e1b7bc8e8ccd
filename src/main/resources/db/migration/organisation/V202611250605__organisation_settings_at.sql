-- The settings in force at some places on a day, as settings_in_force has them: that one reads the whole tree, whoever asks.
-- In plpgsql, which keeps the plan of its statement; a plan made while there were few institutions serves many as well.
create function settings_at(places bigint[], names text[], on_day date)
  returns table (institution_id bigint, name text, value text)
  language plpgsql stable rows 3 set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with node as materialized (
    select i.id as place, a.id, a.depth, case i.kind when 'SCHOOL' then 'SCHOOL' else 'OFFICE' end as kind
      from unnest(places) p (id) join institution i on i.id = p.id
           cross join lateral unnest(i.path) with ordinality a (id, depth)),
  said as (
    select n.place, n.depth, 0 as rank, s.name, s.value
      from node n join setting s on s.institution_id = n.id and s.name = any (names) and s.during @> on_day
     union all
    select n.place, n.depth, case r.kind when '*' then 2 else 1 end, r.name, r.value
      from node n
           join setting s on s.institution_id = n.id and s.name = 'regime' and s.during @> on_day
           join regime_setting r
             on r.regime = s.value and r.kind in ('*', n.kind) and r.name = any (names) and r.during @> on_day
     union all
    select n.place, 0, case r.kind when '*' then 2 else 1 end, r.name, r.value
      from node n
           join regime_setting r
             on r.regime = 'DEFAULT' and r.kind in ('*', n.kind) and r.name = any (names) and r.during @> on_day
     where n.depth = 1)
  select distinct on (s.place, s.name) s.place, s.name, s.value from said s order by s.place, s.name, s.depth desc, s.rank;
end
$$;
