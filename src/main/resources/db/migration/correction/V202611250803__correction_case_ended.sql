-- A case that an administrator has ended in the engine waits for nobody.
alter table correction_decision drop constraint correction_decision_decision_check;
alter table correction_decision add constraint correction_decision_decision_check
  check (decision in ('APPROVED', 'REJECTED', 'RETURNED', 'WITHDRAWN', 'LAPSED', 'ENDED'));
