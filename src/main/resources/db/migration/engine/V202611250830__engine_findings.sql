-- What was doubtful in a deployment, so that it can be said in the language of who reads it; the words stay as they were written.
alter table engine_deployment add column findings jsonb not null default '[]';
