-- Failures count from the first of them, so that traffic that never pauses does not keep them for ever.
alter table login_throttle rename column last_at to first_at;
alter index login_throttle_last rename to login_throttle_first;
