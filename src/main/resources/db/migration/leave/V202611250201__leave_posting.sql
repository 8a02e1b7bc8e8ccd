-- C16: a debit of absence is reserved until what it goes with is accepted; posted, it is more than reserved. Taken back before, it
-- is released; taken back later, it is given back. Append-only.
create table leave_posting (
  debit       bigint primary key references leave_entry,
  entry_no    bigint not null unique default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null
);

create function posts_what_is_reserved() returns trigger language plpgsql as $$
begin
  -- who takes it back holds the balance
  perform from leave_entry e
               join leave_account a on a.staff_id = e.staff_id and a.account = e.account and a.period = e.period
         where e.entry_no = new.debit
           for update of a;
  if not exists (select from leave_entry e
                  where e.entry_no = new.debit and e.source = 'ABSENCE' and e.reverses is null and e.half_days < 0
                    and not exists (select from leave_entry back where back.reverses = e.entry_no)) then
    raise exception 'entry % is no debit of absence that stands', new.debit using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger posts_what_is_reserved before insert on leave_posting
  for each row execute function posts_what_is_reserved();
