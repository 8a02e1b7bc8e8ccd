-- Which faults lie on a day is asked whenever its register is brought in line.
create index technical_fault_to_at on technical_fault (to_at);
