-- C4, C5: who acts for a seat on a day, nobody or one. Officiating prevails while it runs; the head of a nodal school is its
-- PEEO unless another person is named by order. A charge that does not let act leaves the seat vacant, and so does a holder
-- who is not in active service.
create function acting(wanted text, at_institution bigint, on_day date)
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

-- C4 from the other side: where an office decides, and about whom. Everybody (null) at the office's own institution and
-- below it as far down as nobody acts; further, one person who alone acts for all seats in between. Never about who acts for
-- the office: that is left to the reader. An office of null is the top, over one root: it decides what no seat up to there may.
create function competence(on_day date, offices bigint[], top bigint)
  returns table (office_id bigint, institution_id bigint, about bigint) language sql stable as $$
    with recursive reach (office_id, institution_id, about) as (
      (select o.id, o.id, null::bigint from unnest(offices) o (id)
       union all
       select null, t.root, h.staff_id
         from unnest(array_remove(array[top], null)) t (root)
              left join lateral acting('HEAD', t.root, on_day) h on true)
      union all
      select r.office_id, p.institution_id, coalesce(r.about, h.staff_id)
        from reach r
             join institution_parent p on p.parent_id = r.institution_id and p.during @> on_day
             left join lateral acting('HEAD', p.institution_id, on_day) h on true
       where h.staff_id is null or r.about is null or h.staff_id = r.about)
    select r.office_id, r.institution_id, r.about from reach r
  $$;
