-- When a person's or a school's corrections are far above those of its neighbours.
insert into regime_setting (regime, kind, name, value, rule) values
  ('DEFAULT', '*', 'correctionHintDays', '90', 'RJ-7 to RJ-10: so many days are looked back'),
  ('DEFAULT', '*', 'correctionHintCount', '4', 'RJ-7 to RJ-10: striking from so many corrections on'),
  ('DEFAULT', '*', 'correctionHintTimes', '3', 'RJ-7 to RJ-10: and above so many times the neighbours'' mean');
