-- Sessions of a month are a set: bit 2 × (day - 1) is the forenoon of a day, the next one its afternoon. A figure is such a
-- set, so that it opens to the days behind it, and what changed is what the sets differ by.
-- @param days within the month, not empty
create function month_sessions(month date, days daterange) returns bigint language sql immutable as $$
  select (1::bigint << (2 * (upper(days) - month))) - (1::bigint << (2 * (lower(days) - month)))
$$;

create function sessions_counted(sessions bigint) returns int language sql immutable as $$
  select bit_count(int8send(sessions))::int
$$;

-- Projection: the month of an institution, its newest version and what became of it; locked by who sends, decides or adjusts.
create table payroll_statement (
  id             bigint generated always as identity primary key,
  institution_id bigint not null references institution,
  month          date not null check (month = date_trunc('month', month)),
  -- C16: how it goes to who draws the pay
  route          text not null check (route in ('DDO_STATEMENT', 'NEGATIVE_LIST')),
  state          text not null default 'OPEN' check (state in ('OPEN', 'SENT', 'RETURNED', 'ACCEPTED')),
  version        smallint not null default 0,
  -- the last day read from the register; the days after it are provisional
  through        date,
  content_hash   bytea,
  sent_at        timestamptz,
  sent_by        text,
  in_stead       boolean not null default false,
  -- of the newest version
  people         int not null default 0,
  held           int not null default 0,
  drawn          int not null default 0,
  partly         int not null default 0,
  withheld       int not null default 0,
  unique (institution_id, month),
  check ((state = 'OPEN') = (version = 0)),
  check ((version = 0) = (content_hash is null))
);
create index payroll_statement_month on payroll_statement (month, state);
grant update on payroll_statement to panjika_app;

-- A statement as it was sent. Append-only.
create table payroll_version (
  statement_id bigint not null references payroll_statement,
  version      smallint not null check (version > 0),
  entry_no     bigint not null unique default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  through      date not null,
  -- sent by the office above in the head's stead (C16)
  in_stead     boolean not null,
  content_hash bytea not null,
  primary key (statement_id, version)
);

-- One person in it. Append-only. Every figure is a set of sessions.
create table payroll_line (
  statement_id bigint not null,
  version      smallint not null,
  staff_id     bigint not null references staff,
  entry_no     bigint not null default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  -- posted here and in service
  payable      bigint not null,
  full_pay     bigint not null,
  half_pay     bigint not null,
  no_pay       bigint not null,
  -- neither paid nor refused until somebody decides
  held         bigint not null,
  present      bigint not null,
  tour         bigint not null,
  duty         bigint not null,
  technical    bigint not null,
  doubtful     bigint not null,
  unmarked     bigint not null,
  absent       bigint not null,
  off_portal   bigint not null,
  -- by kind, holidays counted with it
  leave        jsonb not null,
  -- forenoons of the days
  late         bigint not null,
  -- paid, though something about it is not decided
  open         bigint not null,
  -- paid before they were read
  provisional  bigint not null,
  suspended    bigint not null,
  primary key (statement_id, version, staff_id),
  foreign key (statement_id, version) references payroll_version deferrable initially deferred,
  constraint payroll_line_once check (
    (full_pay & half_pay) | (full_pay & no_pay) | (full_pay & held) | (half_pay & no_pay) | (half_pay & held)
      | (no_pay & held) = 0
    and full_pay | half_pay | no_pay | held = payable)
);
create index payroll_line_staff on payroll_line (staff_id);

-- What became of a version. Append-only.
create table payroll_step (
  entry_no     bigint primary key default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  statement_id bigint not null,
  version      smallint not null,
  step         text not null check (step in ('AGREED', 'ACCEPTED', 'RETURNED')),
  remark       text,
  -- lines that a return opens
  staff        bigint[] not null default '{}',
  foreign key (statement_id, version) references payroll_version,
  check (step <> 'RETURNED' or length(remark) > 0 and staff <> '{}')
);
create index payroll_step_statement on payroll_step (statement_id);

-- Projection: what a person has been paid for of a month, sent and adjusted; what an adjustment is measured from.
create table payroll_settled (
  statement_id bigint not null references payroll_statement,
  staff_id     bigint not null references staff,
  full_pay     bigint not null,
  half_pay     bigint not null,
  no_pay       bigint not null,
  held         bigint not null,
  primary key (statement_id, staff_id)
);
grant update on payroll_settled to panjika_app;

-- C17: sessions of a sent month that are paid otherwise, posted in the open month. Append-only.
create table payroll_adjustment (
  entry_no     bigint primary key default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  statement_id bigint not null references payroll_statement,
  staff_id     bigint not null references staff,
  open_month   date not null check (open_month = date_trunc('month', open_month)),
  was          text not null check (was in ('FULL', 'HALF', 'NONE', 'HELD', 'NOT_HERE')),
  becomes      text not null check (becomes in ('FULL', 'HALF', 'NONE', 'HELD', 'NOT_HERE')),
  sessions     bigint not null check (sessions <> 0),
  cause        text not null check (cause in ('CORRECTION', 'LEAVE', 'FAULT', 'CONFIRMATION', 'ABSENCE', 'CERTIFICATE',
                 'PROVISIONAL', 'REGISTER', 'CALENDAR', 'POSTING', 'RETURNED')),
  -- the request or the fault that it comes from
  request_id   uuid,
  check (was <> becomes)
);
create index payroll_adjustment_statement on payroll_adjustment (statement_id, staff_id);
create index payroll_adjustment_open_month on payroll_adjustment (open_month);

-- C16, BR-18, BR-20: a deduction is proposed, with notice, before anything is taken. Append-only.
create table payroll_proposal (
  id             uuid primary key,
  entry_no       bigint not null unique default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  staff_id       bigint not null references staff,
  -- of the posting: pay is the parent's (C5)
  institution_id bigint not null references institution,
  day            date not null,
  -- UNMARKED is absence only once the head says so (C6)
  kind           text not null check (kind in ('ABSENCE', 'UNMARKED', 'LATENESS')),
  -- of lateness the forenoon stands for the half day that it costs
  forenoon       boolean not null,
  afternoon      boolean not null,
  reply_until    date not null,
  check (forenoon or afternoon),
  check (kind <> 'LATENESS' or forenoon and not afternoon)
);
create unique index payroll_proposal_forenoon on payroll_proposal (staff_id, day, kind) where forenoon;
create unique index payroll_proposal_afternoon on payroll_proposal (staff_id, day, kind) where afternoon;
create index payroll_proposal_institution on payroll_proposal (institution_id, day);

-- The person answers once. Append-only.
create table payroll_reply (
  proposal_id uuid primary key references payroll_proposal,
  entry_no    bigint not null unique default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  reply       text not null check (reply in ('ACCEPT', 'CONTEST')),
  text        text,
  attachments bytea[] not null default '{}',
  check (reply = 'ACCEPT' or length(text) > 0)
);

-- What the head said about it; the newest word counts. Append-only.
create table payroll_decision (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  supersedes  bigint unique references payroll_decision,
  proposal_id uuid not null references payroll_proposal,
  decision    text not null check (decision in ('CHARGE', 'WAIVE')),
  remark      text not null check (length(remark) > 0)
);
create unique index payroll_decision_first on payroll_decision (proposal_id) where supersedes is null;

-- What a session is taken from: reserved when its statement is sent, posted when that is accepted, released by a later entry
-- without an account. Append-only.
create table payroll_charge (
  entry_no     bigint primary key default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  supersedes   bigint unique references payroll_charge,
  -- names the debit in the ledger of leave
  id           uuid not null,
  proposal_id  uuid not null references payroll_proposal,
  staff_id     bigint not null references staff,
  day          date not null,
  session      smallint not null check (session in (0, 1)),
  -- LWP: no balance
  account      text,
  pay          text not null check (pay in ('FULL', 'HALF', 'NONE')),
  statement_id bigint not null references payroll_statement,
  version      smallint not null
);
create unique index payroll_charge_first on payroll_charge (proposal_id, session) where supersedes is null;
create index payroll_charge_staff on payroll_charge (staff_id, day);
create index payroll_charge_statement on payroll_charge (statement_id);

-- RJ-12: what the parent's head certifies of a month outside the portal; without it its sessions are held. Append-only.
create table payroll_certificate (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  supersedes  bigint unique references payroll_certificate,
  staff_id    bigint not null references staff,
  month       date not null check (month = date_trunc('month', month)),
  scan        bytea not null,
  absent      bigint not null default 0,
  remark      text
);
create unique index payroll_certificate_first on payroll_certificate (staff_id, month) where supersedes is null;

-- RJ-14: whether the pay of a line was drawn; the newest word counts. Append-only.
create table payroll_drawal (
  entry_no     bigint primary key default nextval('journal_entry_no'),
  xact         xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  supersedes   bigint unique references payroll_drawal,
  statement_id bigint not null references payroll_statement,
  staff_id     bigint not null references staff,
  status       text not null check (status in ('DRAWN', 'PARTLY', 'WITHHELD')),
  reason       text,
  bill         text,
  drawn_on     date,
  check (status <> 'WITHHELD' or length(reason) > 0)
);
create unique index payroll_drawal_first on payroll_drawal (statement_id, staff_id) where supersedes is null;

-- BR-17, C16: a block's list of the absent; approving it sends the statements behind it, accepting it accepts them.
create table payroll_negative_list (
  id           uuid primary key,
  office_id    bigint not null references institution,
  month        date not null check (month = date_trunc('month', month)),
  state        text not null default 'OPEN' check (state in ('OPEN', 'APPROVED', 'RETURNED', 'ACCEPTED')),
  version      smallint not null default 0,
  content_hash bytea,
  unique (office_id, month)
);
grant update on payroll_negative_list to panjika_app;

-- A session struck from the list, with the reason; a later word may put it back. Append-only.
create table payroll_strike (
  entry_no    bigint primary key default nextval('journal_entry_no'),
  xact        xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  recorded_by text not null,
  supersedes  bigint unique references payroll_strike,
  list_id     uuid not null references payroll_negative_list,
  staff_id    bigint not null references staff,
  day         date not null,
  struck      boolean not null,
  reason      text not null check (length(reason) > 0),
  attachments bytea[] not null default '{}'
);
create unique index payroll_strike_first on payroll_strike (list_id, staff_id, day) where supersedes is null;

insert into regime_setting (regime, kind, name, value, during, rule) values
  ('DEFAULT', '*', 'payRoute', 'DDO_STATEMENT', '(,)', 'C16'),
  ('RJ', '*', 'payRoute', 'DDO_STATEMENT', '(,)', 'C16, RJ-13'),
  ('BR', '*', 'payRoute', 'NEGATIVE_LIST', '(,)', 'C16, BR-17'),
  ('UP', '*', 'payRoute', 'DDO_STATEMENT', '(,)', 'C16'),
  ('VN', '*', 'payRoute', 'DDO_STATEMENT', '(,)', 'C16'),
  -- the first month of which there is a statement
  ('DEFAULT', '*', 'payFrom', '2021-09', '(,)', 'RJ-15'),
  ('RJ', '*', 'payFrom', '2021-09', '(,)', 'RJ-15'),
  ('BR', '*', 'payFrom', '2024-10', '(,)', 'BR-14'),
  ('DEFAULT', '*', 'payReplyDays', '3', '(,)', 'C16: working days to answer a proposed deduction'),
  -- days of the next month in which it is sent; of the same month where days are read only up to the first of them
  ('DEFAULT', '*', 'payWindow', 'NEXT 1-5', '(,)', 'RJ-13, C16'),
  ('UP', '*', 'payWindow', 'SAME 21-25', '(,)', 'C16; domain 3.7: locked from the 21st to the 25th, corrected at the block until the 28th');
