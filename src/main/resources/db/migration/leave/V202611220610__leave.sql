-- RJ-2, BR-11: the kinds of leave, dated, by regime; DEFAULT where a regime has no row. Half days throughout.
create table leave_type (
  regime            text not null,
  code              text not null check (code ~ '^[A-Z]{2,8}$'),
  during            daterange not null default '(,)',
  position          smallint not null,
  name              text not null,
  name_hi           text not null,
  name_vi           text not null,
  -- C5: asked of the head of the place of work; every other kind of the institution of the posting
  casual            boolean not null default false,
  -- whose balance it is taken from; null: no balance is kept
  account           text,
  -- half days debited for a half day taken
  weight            smallint not null default 1 check (weight > 0),
  -- YEARLY: at the start of the leave year, pro rata in the year of joining; COMPLETED_YEAR: for each year of service
  credit            text not null default 'NONE' check (credit in ('NONE', 'YEARLY', 'COMPLETED_YEAR', 'ONCE')),
  leave_year        text not null default 'CALENDAR' check (leave_year in ('CALENDAR', 'JULY')),
  credited          int not null default 0 check (credited >= 0),
  -- for the cadre with the school's vacations, where it differs
  credited_vacation int check (credited_vacation >= 0),
  -- what is left at the end of the leave year is gone
  lapses            boolean not null default false,
  -- no credit beyond this balance
  cap               int check (cap > 0),
  -- how far below zero it may be taken
  floor             int not null default 0 check (floor <= 0),
  -- days counted at a stretch
  longest           int check (longest > 0),
  -- days at a stretch together with the holidays before, within and after
  longest_running   int check (longest_running > 0),
  -- whether a holiday between two days of leave counts
  holidays_count    boolean not null,
  -- whether it may begin at noon or end there
  by_half_days      boolean not null default false,
  -- kinds that may directly precede or follow; null: any
  joins             text[],
  joins_vacation    boolean not null default true,
  -- from so many days on a document is attached
  document_from     int check (document_from > 0),
  gender            text check (gender in ('F', 'M')),
  -- days in service before the first day
  service_days      int not null default 0,
  spells_a_year     int check (spells_a_year > 0),
  days_a_month      int check (days_a_month > 0),
  -- only where no balance of these is left
  after_accounts    text[] not null default '{}',
  rule              text not null,
  check (credit = 'NONE' or account is not null),
  exclude using gist (regime with =, code with =, during with &&)
);
grant update on leave_type to panjika_app;

insert into leave_type (regime, position, code, name, name_hi, name_vi, casual, account, weight, credit, leave_year, credited,
  credited_vacation, lapses, cap, longest, longest_running, holidays_count, by_half_days, joins, joins_vacation, document_from,
  gender, service_days, spells_a_year, days_a_month, after_accounts, rule) values
  ('RJ', 1, 'CL', 'Casual leave', 'आकस्मिक अवकाश', 'Nghỉ phép ngắn', true, 'CL', 1, 'YEARLY', 'JULY', 30, null, true, null,
   10, null, false, true, '{CL,SCL,CO}', false, null, null, 0, null, null, '{}', 'RJ-2; domain 2.3: 15 days from July to June, at most 10 at once, half days, not beside a vacation'),
  ('RJ', 2, 'HPL', 'Half-pay leave', 'अर्ध वेतन अवकाश', 'Nghỉ hưởng nửa lương', false, 'HPL', 1, 'COMPLETED_YEAR', 'CALENDAR', 40, null, false, null,
   null, null, true, false, '{HPL,COM,PL,ML,LWP}', true, null, null, 0, null, null, '{}', 'domain 2.3: 20 days for each completed year'),
  ('RJ', 3, 'COM', 'Commuted leave', 'परिवर्तित अवकाश', 'Nghỉ quy đổi', false, 'HPL', 2, 'NONE', 'CALENDAR', 0, null, false, null,
   null, null, true, false, '{HPL,COM,PL,ML,LWP}', true, 1, null, 0, null, null, '{}', 'domain 2.3: own illness with certificate, debits half-pay leave double'),
  ('RJ', 4, 'PL', 'Privilege leave', 'उपार्जित अवकाश', 'Nghỉ phép năm', false, 'PL', 1, 'YEARLY', 'CALENDAR', 60, 30, false, 600,
   120, null, true, false, '{HPL,COM,PL,ML,LWP}', true, null, null, 0, null, null, '{}', 'domain 2.3: 30 days a year, teaching staff 15, at most 300 kept'),
  ('RJ', 5, 'ML', 'Maternity leave', 'मातृत्व अवकाश', 'Nghỉ thai sản', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   180, null, true, false, '{HPL,COM,PL,ML,LWP,CCL}', true, 1, 'F', 0, null, null, '{}', 'domain 2.3: 180 days; not beside casual leave'),
  ('RJ', 6, 'PTL', 'Paternity leave', 'पितृत्व अवकाश', 'Nghỉ cho cha', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   15, null, true, false, null, true, 1, 'M', 0, null, null, '{}', 'domain 2.3: 15 days'),
  ('RJ', 7, 'CCL', 'Child care leave', 'शिशु देखभाल अवकाश', 'Nghỉ chăm con', false, 'CCL', 1, 'ONCE', 'CALENDAR', 1460, null, false, null,
   null, null, true, false, '{HPL,COM,PL,ML,LWP,CCL}', true, null, 'F', 0, 3, null, '{}', 'domain 2.3, rule 103C: 730 days in service, at most three spells a year'),
  ('RJ', 8, 'STL', 'Study leave', 'अध्ययन अवकाश', 'Nghỉ học tập', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   730, null, true, false, null, true, 1, null, 1095, null, null, '{}', 'domain 2.3; Choice: 24 months, after three years in service'),
  ('RJ', 9, 'QL', 'Quarantine leave', 'संगरोध अवकाश', 'Nghỉ cách ly', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   30, null, true, false, null, true, 1, null, 0, null, null, '{}', 'domain 2.3; Choice: 30 days with a certificate'),
  ('RJ', 10, 'CO', 'Compensatory leave', 'क्षतिपूर्ति अवकाश', 'Nghỉ bù', true, 'CO', 1, 'NONE', 'CALENDAR', 0, null, false, null,
   10, null, false, true, '{CL,SCL,CO}', false, null, null, 0, null, null, '{}', 'C8: for duty on a holiday'),
  ('RJ', 11, 'LWP', 'Leave without pay', 'असाधारण अवकाश', 'Nghỉ không lương', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   null, null, true, false, null, true, null, null, 0, null, null, '{PL,HPL}', 'domain 2.3, rule 96: only when nothing else is due'),
  ('BR', 1, 'CL', 'Casual leave', 'आकस्मिक अवकाश', 'Nghỉ phép ngắn', true, 'CL', 1, 'YEARLY', 'CALENDAR', 32, null, true, null,
   null, 12, false, true, '{CL,SCL,CO}', false, null, null, 0, null, null, '{}', 'domain 1.2: 16 days a calendar year, with holidays at most 12 days running, not beside a vacation; Choice: half days, which BR-20 debits'),
  ('BR', 2, 'SCL', 'Special casual leave', 'विशेष आकस्मिक अवकाश', 'Nghỉ phép ngắn đặc biệt', true, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   2, null, true, false, '{CL,SCL,CO}', false, null, 'F', 0, null, 2, '{}', 'domain 1.2: women, two consecutive days a month'),
  ('BR', 3, 'EL', 'Earned leave', 'उपार्जित अवकाश', 'Nghỉ phép năm', false, 'EL', 1, 'YEARLY', 'CALENDAR', 60, 30, false, 600,
   120, null, true, false, '{EL,HPL,COM,ML,LWP}', true, null, null, 0, null, null, '{}', 'domain 1.2; Choice: figures as RJ'),
  ('BR', 4, 'HPL', 'Half-pay leave', 'अर्ध वेतन अवकाश', 'Nghỉ hưởng nửa lương', false, 'HPL', 1, 'COMPLETED_YEAR', 'CALENDAR', 40, null, false, null,
   null, null, true, false, '{EL,HPL,COM,ML,LWP}', true, null, null, 0, null, null, '{}', 'domain 1.2; Choice: figures as RJ'),
  ('BR', 5, 'COM', 'Commuted leave', 'रूपांतरित अवकाश', 'Nghỉ quy đổi', false, 'HPL', 2, 'NONE', 'CALENDAR', 0, null, false, null,
   null, null, true, false, '{EL,HPL,COM,ML,LWP}', true, 1, null, 0, null, null, '{}', 'Choice: as RJ; debits half-pay leave double'),
  ('BR', 6, 'ML', 'Maternity leave', 'मातृत्व अवकाश', 'Nghỉ thai sản', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   180, null, true, false, '{EL,HPL,COM,ML,LWP,CCL}', true, 1, 'F', 0, null, null, '{}', 'domain 1.2: six months'),
  ('BR', 7, 'PTL', 'Paternity leave', 'पितृत्व अवकाश', 'Nghỉ cho cha', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   15, null, true, false, null, true, 1, 'M', 0, null, null, '{}', 'domain 1.2: 15 days'),
  ('BR', 8, 'CCL', 'Child care leave', 'शिशु देखभाल अवकाश', 'Nghỉ chăm con', false, 'CCL', 1, 'ONCE', 'CALENDAR', 1460, null, false, null,
   null, null, true, false, '{EL,HPL,COM,ML,LWP,CCL}', true, null, 'F', 1095, 3, null, '{}', 'domain 1.2: two years; after three years of service'),
  ('BR', 9, 'STL', 'Study leave', 'अध्ययन अवकाश', 'Nghỉ học tập', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   730, null, true, false, null, true, 1, null, 1095, null, null, '{}', 'domain 1.2; Choice: figures as RJ'),
  ('BR', 10, 'CO', 'Compensatory leave', 'क्षतिपूर्ति अवकाश', 'Nghỉ bù', true, 'CO', 1, 'NONE', 'CALENDAR', 0, null, false, null,
   10, null, false, true, '{CL,SCL,CO}', false, null, null, 0, null, null, '{}', 'C8: for duty on a holiday'),
  ('BR', 11, 'LWP', 'Leave without pay', 'अवैतनिक अवकाश', 'Nghỉ không lương', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   null, null, true, false, null, true, null, null, 0, null, null, '{EL,HPL}', 'BR-18: only where no other leave is left'),
  ('UP', 1, 'CL', 'Casual leave', 'आकस्मिक अवकाश', 'Nghỉ phép ngắn', true, 'CL', 1, 'YEARLY', 'CALENDAR', 28, null, true, null,
   10, null, false, false, '{CL,CO}', true, null, null, 0, null, null, '{}', 'domain 3.7: 14 days a calendar year, at most 10 at once, holidays do not count'),
  ('UP', 2, 'MED', 'Medical leave', 'चिकित्सा अवकाश', 'Nghỉ ốm', false, 'MED', 1, 'ONCE', 'CALENDAR', 730, null, false, null,
   null, null, true, false, null, true, 1, null, 0, null, null, '{}', 'domain 3.7: one year on full pay in service'),
  ('UP', 3, 'EL', 'Earned leave', 'अर्जित अवकाश', 'Nghỉ phép năm', false, 'EL', 1, 'YEARLY', 'CALENDAR', 2, null, false, null,
   null, null, true, false, null, true, null, null, 0, null, null, '{}', 'domain 3.7: one day a year'),
  ('UP', 4, 'ML', 'Maternity leave', 'मातृत्व अवकाश', 'Nghỉ thai sản', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   180, null, true, false, null, true, 1, 'F', 0, null, null, '{}', 'domain 3.7: 540 days in service; Choice: 180 at a time'),
  ('UP', 5, 'CCL', 'Child care leave', 'बाल्य देखभाल अवकाश', 'Nghỉ chăm con', false, 'CCL', 1, 'ONCE', 'CALENDAR', 1460, null, false, null,
   null, null, true, false, null, true, null, 'F', 0, 3, null, '{}', 'domain 3.7: 730 days'),
  ('UP', 6, 'LWP', 'Leave without pay', 'अवैतनिक अवकाश', 'Nghỉ không lương', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   null, null, true, false, null, true, null, null, 0, null, null, '{EL}', 'BR-18'),
  ('DEFAULT', 1, 'CL', 'Casual leave', 'आकस्मिक अवकाश', 'Nghỉ phép năm', true, 'CL', 1, 'YEARLY', 'CALENDAR', 24, null, true, null,
   10, null, false, true, null, true, null, null, 0, null, null, '{}', 'Choice: where a regime has no kinds of its own'),
  ('DEFAULT', 2, 'ML', 'Maternity leave', 'मातृत्व अवकाश', 'Nghỉ thai sản', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   180, null, true, false, null, true, 1, 'F', 0, null, null, '{}', 'Choice'),
  ('DEFAULT', 3, 'LWP', 'Leave without pay', 'अवैतनिक अवकाश', 'Nghỉ không lương', false, null, 1, 'NONE', 'CALENDAR', 0, null, false, null,
   null, null, true, false, null, true, null, null, 0, null, null, '{}', 'Choice');

insert into regime_setting (regime, kind, name, value, rule) values
  ('DEFAULT', '*', 'leavePostFactoDays', '30', 'C13, BR-13: leave taken already may be asked for so many days'),
  ('DEFAULT', '*', 'leaveChangeOfKindDays', '90', 'RJ-2; domain 2.3: another kind may be asked for so many days'),
  ('DEFAULT', '*', 'leaveVacationDays', '7', 'domain 1.2, 2.3: holidays in a row that are a vacation'),
  ('DEFAULT', 'SCHOOL', 'leaveCeilingElementary', '0', 'no ceiling'),
  ('DEFAULT', 'SCHOOL', 'leaveCeilingSecondary', '0', 'no ceiling'),
  ('BR', 'SCHOOL', 'leaveCeilingElementary', '1', 'domain 1.2: one teacher a day in a primary school; more with the controlling office'),
  ('BR', 'SCHOOL', 'leaveCeilingSecondary', '10%', 'domain 1.2: a tenth of the teachers; more with the controlling office'),
  -- C1: asked for online, entered by the head from paper, or both
  ('DEFAULT', '*', 'leaveRoute', 'BOTH', 'C1'),
  ('RJ', '*', 'leaveRoute', 'ONLINE', 'RJ-2'),
  ('UP', '*', 'leaveRoute', 'ONLINE', 'domain 3.7'),
  ('BR', '*', 'leaveRoute', 'BOTH', 'BR-11; domain 1.2: online too since 2025');

-- Balances, each a sum of entries kept by a trigger; locked by who takes from one. Where credits lapse a leave year has its
-- own, named by its first day; else there is one, named 1900-01-01.
create table leave_account (
  staff_id bigint not null references staff,
  account  text not null,
  period   date not null,
  balance  int not null default 0,
  floor    int not null default 0 check (floor <= 0),
  primary key (staff_id, account, period),
  constraint leave_account_not_below check (balance >= floor)
);
grant update on leave_account to panjika_app;

-- The ledger: half days, credits positive. Append-only; a counter-entry names the entry it reverses.
create table leave_entry (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  reverses    bigint unique references leave_entry,
  staff_id    bigint not null references staff,
  account     text not null,
  period      date not null,
  source      text not null check (source in ('OPENING', 'CREDIT', 'DUTY', 'LEAVE', 'LAPSE')),
  half_days   int not null,
  -- of a credit the day from which it counts, of leave its first day
  day         date not null,
  request_id  uuid,
  check ((source = 'LEAVE') = (request_id is not null)),
  -- a credit of nothing says that the balance was at its cap, an opening of nothing that there was none
  check (half_days <> 0 or source in ('OPENING', 'CREDIT'))
);
create index leave_entry_account on leave_entry (staff_id, account, period);
create index leave_entry_request on leave_entry (request_id) where request_id is not null;
create unique index leave_entry_once on leave_entry (staff_id, account, source, day)
  where source in ('OPENING', 'CREDIT', 'DUTY') and reverses is null;

create function sum_leave() returns trigger language plpgsql as $$
begin
  insert into leave_account (staff_id, account, period)
  select distinct n.staff_id, n.account, n.period from added n
   where not exists (select from leave_account a
                      where a.staff_id = n.staff_id and a.account = n.account and a.period = n.period)
   order by 1, 2, 3
      on conflict do nothing;
  update leave_account a set balance = a.balance + c.half_days
    from (select n.staff_id, n.account, n.period, sum(n.half_days) as half_days from added n group by 1, 2, 3) c
   where a.staff_id = c.staff_id and a.account = c.account and a.period = c.period and c.half_days <> 0;
  return null;
end $$;
create trigger sum_added after insert on leave_entry
  referencing new table as added for each statement execute function sum_leave();

-- What was asked, each time anew when it was returned. Append-only.
create table leave_application (
  id           uuid not null,
  version      smallint not null,
  content_hash bytea not null,
  entry_no     bigint not null unique default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  staff_id     bigint not null references staff,
  type         text not null,
  from_day     date not null,
  from_session text not null check (from_session in ('FORENOON', 'AFTERNOON')),
  to_day       date not null,
  to_session   text not null check (to_session in ('FORENOON', 'AFTERNOON')),
  reason       text not null,
  contact      text,
  attachments  bytea[] not null default '{}',
  -- C3: who officiates while a head is away
  officiating_id bigint references staff,
  -- the approved leave of which another kind is asked for
  changes      uuid,
  primary key (id, version),
  check ((from_day, from_session = 'AFTERNOON') <= (to_day, to_session = 'AFTERNOON'))
);

-- BR-11, BR-12: the paper by which leave was sanctioned that the head enters. Append-only.
create table leave_paper (
  application_id uuid primary key,
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  applied_on     date not null,
  sanctioned_by  text not null check (length(sanctioned_by) > 0),
  sanctioned_on  date not null,
  order_number   text,
  guard_file     text not null check (length(guard_file) > 0),
  scan           bytea not null
);

-- What became of it. Append-only.
create table leave_step (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  application_id uuid not null,
  state          text not null check (state in ('PENDING', 'APPROVED', 'REJECTED', 'RETURNED', 'WITHDRAWN', 'CANCELLED',
                   'CHANGED')),
  -- of an early return the first session worked
  from_day       date,
  from_session   text,
  remark         text,
  check (state not in ('REJECTED', 'RETURNED') or length(remark) > 0)
);
create index leave_step_application on leave_step (application_id);

-- Projection: how an application stands.
create table leave_case (
  id             uuid primary key,
  number         bigint not null unique,
  version        smallint not null default 1,
  state          text not null,
  staff_id       bigint not null references staff,
  -- where the person works, and the institution whose offices decide (C5)
  place_id       bigint not null references institution,
  institution_id bigint not null references institution,
  type           text not null,
  from_day       date not null,
  to_day         date not null,
  half_days      int not null check (half_days > 0),
  post_facto     boolean not null,
  head_entered   boolean not null,
  -- sessions counted from 1970-01-01, two a day; empty while another kind of approved leave is asked for
  during         int4range not null,
  -- nobody has two leaves at once
  constraint leave_case_overlap exclude using gist (staff_id with =, during with &&)
    where (state in ('PENDING', 'RETURNED', 'APPROVED'))
);
create index leave_case_staff on leave_case (staff_id, from_day);
create index leave_case_place on leave_case (place_id, from_day);
create index leave_case_institution on leave_case (institution_id);
grant update on leave_case to panjika_app;

-- "I shall not come": informs, grants nothing (BR-12). Append-only.
create table leave_intimation (
  id             uuid primary key,
  content_hash   bytea not null,
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  staff_id       bigint not null references staff,
  institution_id bigint not null references institution,
  from_day       date not null,
  to_day         date not null check (to_day >= from_day),
  text           text
);
create index leave_intimation_institution on leave_intimation (institution_id, to_day);

-- C1: the regime under which a person's leave stands on a day, that of the posting.
create function leave_regime(of_staff bigint, on_day date) returns text language sql stable as $$
  select coalesce((
    select s.value
      from posting p
           join institution i on i.id = p.institution_id
           cross join lateral unnest(i.path) with ordinality as ancestor (id, depth)
           join setting s on s.institution_id = ancestor.id and s.name = 'regime' and s.during @> on_day
     where p.staff_id = of_staff and p.during @> on_day
       and exists (select from leave_type t where t.regime = s.value)
     order by ancestor.depth desc
     limit 1), 'DEFAULT')
$$;

-- Rules that hold for a person on a day.
create function leave_types(of_staff bigint, on_day date) returns setof leave_type language sql stable as $$
  select t.* from leave_type t where t.regime = leave_regime(of_staff, on_day) and t.during @> on_day
$$;
