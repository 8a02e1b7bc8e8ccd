-- Those that wait for the person are looked through each morning.
create index leave_case_returned on leave_case (number) where state = 'RETURNED';
