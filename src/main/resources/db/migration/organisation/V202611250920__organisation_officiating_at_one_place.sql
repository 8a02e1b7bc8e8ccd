-- C3: who is named to officiate for the head of a place on days on which orders or leave in force, given for who works there, take
-- the head away as a whole; where several do, who was named first. One row for each order and leave.
drop function named_to_officiate(bigint, date, date);
create function named_to_officiate(head bigint, at_institution bigint, first_day date, last_day date)
  returns table (staff_id bigint, days datemultirange) language sql stable as $$
    select named.staff_id, range_agg(daterange(named.on_day, named.on_day + 1))
      from (select distinct on (d.on_day) d.on_day, away.staff_id, away.entry_no
              from (select first_day + n as on_day from generate_series(0, last_day - first_day) n) d
                   cross join lateral (
                     select o.officiating_id as staff_id, o.entry_no
                       from attendance_duty_order o
                      where o.staff_id = head and o.institution_id = at_institution and o.officiating_id is not null and o.supersedes is null
                        and d.on_day between o.from_day and o.to_day
                        and extract(isodow from d.on_day) = any (o.weekdays) and o.sessions @> array['FORENOON', 'AFTERNOON']
                        and not exists (select from attendance_duty_order later where later.supersedes = o.entry_no)
                      union all
                     select l.officiating_id, l.number
                       from leave_case l
                      where l.staff_id = head and l.place_id = at_institution and l.officiating_id is not null and l.state = 'APPROVED'
                        and l.during @> int4range((d.on_day - date '1970-01-01') * 2, (d.on_day - date '1970-01-01') * 2 + 1, '[]')) away
             order by d.on_day, away.entry_no) named
     group by named.entry_no, named.staff_id
  $$;
