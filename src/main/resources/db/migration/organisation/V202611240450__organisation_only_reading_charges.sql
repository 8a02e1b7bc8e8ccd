-- C3: CDO and DM read, and never act.
update charge set may_act = false where kind in ('CDO', 'DM') and may_act;
alter table charge add constraint charge_only_reads check (not (may_act and kind in ('CDO', 'DM')));
