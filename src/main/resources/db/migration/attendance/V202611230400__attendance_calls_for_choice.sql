-- C13: whether leave over a session that reads so needs a choice of its own: over any mark, confirmation, correction or decision about
-- pay, and where the roll or a settled fault says that the person was at work.
create function calls_for_choice(status session_status, source text) returns boolean language sql immutable as $$
  select coalesce(source in ('MARK', 'CONFIRMATION', 'CORRECTION', 'PAY')
                  or source in ('ROLL', 'FAULT') and status in ('PRESENT', 'TOUR', 'DUTY'), false)
$$;
