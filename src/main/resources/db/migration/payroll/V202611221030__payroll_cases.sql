-- C16: from when to when the month is sent, as payWindow says of the institution; empty before it is known.
alter table payroll_statement add column opens date, add column due date,
  -- when its case was started; empty: it waits for that
  add column started_at timestamptz,
  add constraint payroll_statement_window check ((opens is null) = (due is null) and opens <= due);
create index payroll_statement_waiting on payroll_statement (opens, id) where started_at is null;

-- when the window of a month of the institution begins and ends, as payWindow says
create function pay_window(said text, month date) returns daterange language sql immutable as $$
  select daterange(base + part[2]::int - 1, base + part[3]::int - 1, '[]')
    from regexp_match(said, '^(NEXT|SAME) (\d{1,2})-(\d{1,2})$') part,
         lateral (select case part[1] when 'NEXT' then (month + interval '1 month')::date else month end as base) b
$$;

insert into regime_setting (regime, kind, name, value, during, rule) values
  ('DEFAULT', '*', 'payReminders', '3,5', '(,)', 'RJ-13: days of the month on which a head who has not sent is reminded'),
  ('UP', '*', 'payReminders', '23,25', '(,)', 'C16; domain 3.7');
