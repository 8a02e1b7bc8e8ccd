-- It keeps its plan. One that was made while there were few institutions read all of them, and all charges.
alter function seats_towards(text[], bigint[], date) set enable_seqscan = off;
alter function seats_held(bigint, date) set enable_seqscan = off;
