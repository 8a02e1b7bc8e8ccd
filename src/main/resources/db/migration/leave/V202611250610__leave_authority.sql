-- C13: the table's word by which leave was approved; whose word it was then has the word about ending it, whoever is away since.
alter table leave_case add column authority text;
