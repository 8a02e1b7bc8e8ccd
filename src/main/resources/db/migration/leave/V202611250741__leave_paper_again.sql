-- BR-11, BR-12: asked for again after a return, the head gives the paper anew: each time a row, and the last one counts.
alter table leave_paper add version smallint not null default 1;
alter table leave_paper drop constraint leave_paper_pkey;
alter table leave_paper add primary key (application_id, version);
