-- C5: where everybody works on a day: one row a place, with the sessions there, so that nobody is counted twice in a session. In
-- a session the latest running deputation prevails, else the posting. At an office outside the portal there is a place only.
create function workplaces(on_day date)
  returns table (staff_id bigint, institution_id bigint, place text, forenoon boolean, afternoon boolean)
  language sql stable rows 500000 as $$
    with deputed as (
      select distinct on (d.staff_id, s.session) d.staff_id, s.session, d.institution_id, d.place
        from deputation d
             cross join (values ('FORENOON'), ('AFTERNOON')) s (session)
       where d.during @> on_day and (d.weekdays is null or extract(isodow from on_day) = any (d.weekdays))
         and coalesce(d.session, s.session) = s.session
       order by d.staff_id, s.session, d.id desc)
    select p.staff_id, p.institution_id, null::text, true, true
      from posting p
     where p.during @> on_day and not exists (select from deputed d where d.staff_id = p.staff_id)
    union all
    select w.staff_id, w.institution_id, w.place, bool_or(w.session = 'FORENOON'), bool_or(w.session = 'AFTERNOON')
      from (
        select d.staff_id, d.session, d.institution_id, d.place from deputed d
        union all
        select p.staff_id, s.session, p.institution_id, null
          from posting p
               cross join (values ('FORENOON'), ('AFTERNOON')) s (session)
         where p.during @> on_day and p.staff_id in (select d.staff_id from deputed d)
           and not exists (select from deputed d where d.staff_id = p.staff_id and d.session = s.session)) w
     group by w.staff_id, w.institution_id, w.place
  $$;
