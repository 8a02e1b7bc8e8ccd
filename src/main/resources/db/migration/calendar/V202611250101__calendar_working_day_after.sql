-- C14: the n-th working day of an institution after a day, looked for day by day, as one question; null if there are fewer.
create function working_day_after(of_institution text, after_day date, n int, farthest int) returns date
  language plpgsql stable as $$
declare
  found int := 0;
begin
  for ahead in 1 .. farthest - 1 loop
    if exists (select from institution i join calendar_on(after_day + ahead) k on k.institution_id = i.id
                where i.code = of_institution and k.day_kind <> 'HOLIDAY') then
      found := found + 1;
      if found = n then return after_day + ahead; end if;
    end if;
  end loop;
  return null;
end $$;
