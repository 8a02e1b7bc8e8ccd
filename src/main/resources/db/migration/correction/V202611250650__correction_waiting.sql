-- What waits for an office is read in its order, the most urgent first, and counted, without a look at each request. Almost
-- always one office has a request; those that wait for several, at the top of the ladder, are few.
alter table correction_case
  add column office text generated always as (case when cardinality(offices) = 1 then offices[1] end) stored;
drop index correction_case_offices;
create index correction_case_office on correction_case (office, coalesce(deadline, 'infinity'), entry_no)
  where state = 'PENDING';
create index correction_case_offices on correction_case using gin (offices)
  where state = 'PENDING' and cardinality(offices) > 1;

-- How often institutions beside each other were corrected lately.
create index correction_case_approved on correction_case (institution_id, since) where state = 'APPROVED';
