-- C3, C4: who acts at the head of an institution, and for whom that one officiates; nobody where nobody acts.
create function at_the_head(at_institution bigint, on_day date)
  returns table (staff_id bigint) language sql stable rows 1 as $$
    select a.staff_id from acting('HEAD', at_institution, on_day) a
     union all
    select c.staff_id
      from charge o
           join charge c on c.institution_id = o.institution_id and c.kind = 'HEAD' and c.basis <> 'OFFICIATING' and c.during @> on_day
     where o.institution_id = at_institution and o.kind = 'HEAD' and o.basis = 'OFFICIATING' and o.during @> on_day
       and c.staff_id <> o.staff_id and exists (select from acting('HEAD', at_institution, on_day))
  $$;

-- As before, and about the head the office above, also while another officiates. Never about those at the head of the office
-- itself: that is left to the reader.
create or replace function competence(on_day date, offices bigint[], top bigint)
  returns table (office_id bigint, institution_id bigint, about bigint) language sql stable as $$
    with recursive reach (office_id, institution_id, about) as (
      (select o.id, o.id, null::bigint from unnest(offices) o (id)
       union all
       select null, t.root, h.staff_id
         from unnest(array_remove(array[top], null)) t (root)
              left join lateral at_the_head(t.root, on_day) h on true)
      union all
      select r.office_id, p.institution_id, coalesce(r.about, h.staff_id)
        from reach r
             join institution_parent p on p.parent_id = r.institution_id and p.during @> on_day
             left join lateral at_the_head(p.institution_id, on_day) h on true
       where h.staff_id is null or r.about is null or h.staff_id = r.about)
    select r.office_id, r.institution_id, r.about from reach r
  $$;
