-- What a sent month was made of when it was last compared with what is paid for it; empty: it is compared the next time. As long as
-- it is made of the same, nothing is to be adjusted.
alter table payroll_statement add column compared text;
-- BR-17: whose time comes when the list of the block is with the DPO goes by a list of its own.
alter table payroll_negative_list add column number smallint not null default 1 check (number > 0);
alter table payroll_negative_list drop constraint payroll_negative_list_office_id_month_key;
alter table payroll_negative_list add unique (office_id, month, number);
