-- BR-17: why the DPO (Establishment) returned the list; the block officer reads it until the list is approved again.
alter table payroll_negative_list add column returned_because text;
