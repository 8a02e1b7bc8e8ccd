-- C16: what was reserved with a statement is posted when that is accepted, and neither happens without the other.
insert into leave_posting (debit, recorded_at, recorded_by)
select e.entry_no, t.recorded_at, t.recorded_by
  from payroll_step t
       join payroll_charge c on c.statement_id = t.statement_id and c.account is not null
            and not exists (select from payroll_charge later where later.supersedes = c.entry_no)
       join leave_entry e on e.request_id = c.id and e.source = 'ABSENCE' and e.reverses is null and e.half_days < 0
            and not exists (select from leave_entry back where back.reverses = e.entry_no)
 where t.step = 'ACCEPTED'
    on conflict do nothing;

create function accepted_is_posted() returns trigger language plpgsql as $$
begin
  if exists (select from payroll_charge c
                    join leave_entry e on e.request_id = c.id and e.source = 'ABSENCE' and e.reverses is null and e.half_days < 0
              where c.statement_id = new.statement_id and c.account is not null
                and not exists (select from payroll_charge later where later.supersedes = c.entry_no)
                and not exists (select from leave_posting p where p.debit = e.entry_no)) then
    raise exception 'statement % is accepted, but a debit that it reserved is not posted', new.statement_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger accepted_is_posted after insert on payroll_step deferrable initially deferred
  for each row when (new.step = 'ACCEPTED') execute function accepted_is_posted();

create function posted_is_accepted() returns trigger language plpgsql as $$
begin
  if not exists (select from leave_entry e
                        join payroll_charge c on c.id = e.request_id
                        join payroll_statement s on s.id = c.statement_id and s.state = 'ACCEPTED'
                  where e.entry_no = new.debit) then
    raise exception 'debit % is posted, but its statement is not accepted', new.debit using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger posted_is_accepted after insert on leave_posting deferrable initially deferred
  for each row execute function posted_is_accepted();
