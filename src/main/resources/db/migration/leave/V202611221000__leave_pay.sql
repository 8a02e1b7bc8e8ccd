-- What a half day of the kind is paid with.
alter table leave_type add column pay text not null default 'FULL' check (pay in ('FULL', 'HALF', 'NONE'));
update leave_type set pay = case code when 'HPL' then 'HALF' when 'LWP' then 'NONE' else 'FULL' end;

-- BR-18: unauthorised absence is taken from a balance too; the entry names the charge that it carries out.
alter table leave_entry drop constraint leave_entry_source_check;
alter table leave_entry add constraint leave_entry_source_check
  check (source in ('OPENING', 'CREDIT', 'DUTY', 'LEAVE', 'ABSENCE', 'LAPSE'));
alter table leave_entry drop constraint leave_entry_check;
alter table leave_entry add constraint leave_entry_request_check
  check ((source in ('LEAVE', 'ABSENCE')) = (request_id is not null));
