-- C1: who said what of a setting, and from which day. Append-only; "setting" is the projection that rooms read.
create table setting_said (
  entry_no       bigint primary key default nextval('journal_entry_no'),
  xact           xid8 not null default pg_current_xact_id(),
  recorded_at    timestamptz not null,
  recorded_by    text not null,
  institution_id bigint not null references institution,
  name           text not null,
  -- null: nothing of its own from that day on, what is said above holds
  value          text,
  from_day       date not null
);
create index setting_said_institution on setting_said (institution_id, name, from_day);

-- The row of a word that has not begun yet gives way to another word from the same day.
grant delete on setting to panjika_app;
alter table setting add column id bigint generated always as identity unique;

create or replace function setting_understood(name text, value text) returns boolean language sql immutable as $$
  select case name
           when 'geofenceRadius' then value ~ '^[1-9][0-9]{0,4}$'
           when 'attendanceMode' then value in ('MARKS', 'ROLL', 'MARKS_AND_ROLL')
           when 'photo' then value in ('REQUIRED', 'OPTIONAL')
           when 'paperRegister' then value in ('PROHIBITED', 'PARALLEL', 'FIRST')
           when 'correctionLadder' then value in ('ON', 'OFF')
           when 'correctionHintDays' then value ~ '^[0-9]{1,4}$'
           when 'correctionHintCount' then value ~ '^[0-9]{1,4}$'
           when 'correctionHintTimes' then value ~ '^[0-9]{1,4}$'
           when 'leaveRoute' then value in ('ONLINE', 'HEAD_ENTERED', 'BOTH')
           when 'leavePostFactoDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveChangeOfKindDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveVacationDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveAheadDays' then value ~ '^[0-9]{1,4}$'
           when 'leaveCeilingElementary' then value ~ '^[0-9]{1,4}%?$'
           when 'leaveCeilingSecondary' then value ~ '^[0-9]{1,4}%?$'
           when 'faultClaimDays' then value ~ '^[0-9]{1,4}$'
           when 'faultReplyWorkingDays' then value ~ '^[0-9]{1,4}$'
           when 'faultLongestDays' then value ~ '^[0-9]{1,4}$'
           when 'downtimeMinutes' then value ~ '^[0-9]{1,4}$'
           when 'payRoute' then value in ('DDO_STATEMENT', 'NEGATIVE_LIST')
           when 'payFrom' then value ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'
           when 'payWindow' then value ~ '^(NEXT|SAME) ([1-9]|1[0-9]|2[0-8])-([1-9]|1[0-9]|2[0-8])$'
           when 'payReplyDays' then value ~ '^[0-9]{1,2}$'
           when 'payReminders' then value ~ '^([1-9]|1[0-9]|2[0-8])(,([1-9]|1[0-9]|2[0-8]))*$'
           else true
         end
$$;
alter table setting_said add constraint setting_said_understood check (setting_understood(name, value));
