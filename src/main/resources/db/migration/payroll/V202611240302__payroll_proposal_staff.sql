create index payroll_proposal_staff on payroll_proposal (staff_id, day);
