-- One sequence numbers every fact of every room, so that later a range of numbers can be sealed.
create extension if not exists btree_gist;
create sequence journal_entry_no as bigint;
