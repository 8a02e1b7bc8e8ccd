-- What cases ask when they begin is read for all that were begun at the same moment.
create index payroll_statement_begun on payroll_statement (started_at) where state = 'OPEN' and started_at is not null;
