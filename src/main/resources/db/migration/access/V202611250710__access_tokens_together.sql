-- Whose tokens these are, of all that are asked for at once: their owners' logins, unless they have left the service by that day.
-- In plpgsql, which keeps the plan of its statement; a plan made while there were few logins serves many as well.
create function token_owners(hashes bytea[], on_day date)
  returns table (hash bytea, expires_at timestamptz, login text, staff_id bigint, administrator boolean, password_hash text,
                 must_change boolean, one_time_until timestamptz, language text)
  language plpgsql stable rows 10 set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  select t.hash, t.expires_at, l.login, l.staff_id, l.administrator, l.password_hash, l.must_change, l.one_time_until, l.language
    from token t join login l on l.login = t.login
   where t.hash = any (hashes)
     and not exists (
       select from service_state s
        where s.staff_id = l.staff_id and s.during @> on_day and s.state in ('RETIRED', 'RESIGNED', 'DECEASED'));
end
$$;
