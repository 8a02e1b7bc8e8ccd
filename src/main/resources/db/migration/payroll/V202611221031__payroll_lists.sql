-- BR-17: the list that a statement goes by
alter table payroll_statement add column list_id uuid references payroll_negative_list,
  add constraint payroll_statement_list check (list_id is null or route = 'NEGATIVE_LIST');
create index payroll_statement_list on payroll_statement (list_id) where list_id is not null;
create index payroll_strike_staff on payroll_strike (staff_id, day);
