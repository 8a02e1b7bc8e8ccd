-- What is said when the month's pay is verified: a charge makes UNMARKED absence (C6), a strike makes absence what the block
-- officer found (BR-17). With corrections it is one chain: the later supersedes the earlier, whichever it is.
alter table day_entry drop constraint day_entry_source_check;
alter table day_entry add constraint day_entry_source_check
  check (source in ('ROLL', 'LEAVE', 'LEAVE_PENDING', 'CORRECTION', 'FAULT', 'CONFIRMATION', 'PAY')) not valid;
alter table day_entry drop constraint day_entry_request;
alter table day_entry add constraint day_entry_request
  check ((source in ('CORRECTION', 'LEAVE', 'LEAVE_PENDING', 'PAY')) = (request_id is not null)) not valid;
