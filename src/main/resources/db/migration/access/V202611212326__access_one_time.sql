-- BR-21: a one-time password does not wait for ever. Null: a password without an end.
alter table login add column one_time_until timestamptz;
