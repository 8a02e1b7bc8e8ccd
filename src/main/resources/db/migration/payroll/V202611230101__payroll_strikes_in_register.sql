-- BR-17: which sessions of the day are struck, 1 forenoon, 2 afternoon, 3 both, and what they read from then on.
alter table payroll_strike
  add column sessions smallint not null default 3 check (sessions between 1 and 3),
  add column reads session_status not null default 'PRESENT' check (reads in ('PRESENT', 'TOUR', 'DUTY'));
