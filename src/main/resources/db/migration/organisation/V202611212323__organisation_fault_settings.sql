-- C15, BR-19: the figures of technical faults; what a regime or an institution says differently goes before.
insert into regime_setting (regime, kind, name, value, rule) values
  ('DEFAULT', '*', 'faultClaimDays', '2', 'C15: a claim until this many days after the day'),
  ('DEFAULT', '*', 'faultReplyWorkingDays', '3', 'C15: reply window after a refusal'),
  ('DEFAULT', '*', 'faultLongestDays', '31', 'BR-19: longest period one fault may name'),
  ('DEFAULT', '*', 'downtimeMinutes', '15', 'BR-19: down-time within working hours that the system declares itself');
