-- The newest word is the one that no later word supersedes: the unique indexes of first words find none. Each is asked for by what
-- its table is read by.
create index payroll_drawal_line on payroll_drawal (statement_id, staff_id);
create index payroll_decision_proposal on payroll_decision (proposal_id);
create index payroll_charge_proposal on payroll_charge (proposal_id, session);
create index payroll_certificate_staff on payroll_certificate (staff_id, month);
create index payroll_certificate_institution on payroll_certificate (month, institution_id);
create index payroll_strike_line on payroll_strike (list_id, staff_id, day);
create index payroll_adjustment_staff on payroll_adjustment (staff_id);
