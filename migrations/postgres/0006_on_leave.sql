-- Deputies on leave (请假) when the poll closed, for its report: the sign-in list goes on changing.
-- -1 while it is open, and for ever where it closed before this was kept.
alter table polls add column on_leave bigint not null default -1 check (on_leave >= -1);
