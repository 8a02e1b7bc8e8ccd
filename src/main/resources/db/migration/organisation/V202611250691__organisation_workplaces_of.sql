-- C5: workplaces() for some people only, without reading the deputations of all others.
create function workplaces_of(on_day date, people bigint[])
  returns table (staff_id bigint, institution_id bigint, place text, forenoon boolean, afternoon boolean)
  language sql stable rows 20 as $$
    with posted as (
      select p.staff_id, p.institution_id
        from unnest(people) asked (id) join posting p on p.staff_id = asked.id and p.during @> on_day),
    deputed as (
      select distinct on (d.staff_id, s.session) d.staff_id, s.session, d.institution_id, d.place
        from deputation d
             cross join (values ('FORENOON'), ('AFTERNOON')) s (session)
       where d.staff_id = any (people)
         and d.during @> on_day and (d.weekdays is null or extract(isodow from on_day) = any (d.weekdays))
         and coalesce(d.session, s.session) = s.session
       order by d.staff_id, s.session, d.id desc)
    select w.staff_id, w.institution_id, w.place, bool_or(w.session = 'FORENOON'), bool_or(w.session = 'AFTERNOON')
      from (
        select d.staff_id, d.session, d.institution_id, d.place from deputed d
        union all
        select p.staff_id, s.session, p.institution_id, null
          from posted p
               cross join (values ('FORENOON'), ('AFTERNOON')) s (session)
         where not exists (select from deputed d where d.staff_id = p.staff_id and d.session = s.session)) w
     group by w.staff_id, w.institution_id, w.place
  $$;
