-- Corrections and leave are decided in rooms of their own: an entry names the request that it carries out.
alter table day_entry add column request_id uuid;
alter table day_entry add constraint day_entry_request check ((source in ('CORRECTION', 'LEAVE')) = (request_id is not null)) not valid;
create index day_entry_request_id on day_entry (request_id, entry_no) where request_id is not null;
