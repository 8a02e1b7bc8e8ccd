-- An officer's page reads that officer's tasks and sorts them. Walking all tasks from the newest until fifteen are the
-- officer's looks cheaper to the planner, and reads those of the whole state where the officer's are the oldest.
drop index engine.act_idx_task_create;
