-- What is in a log stays: no update, no deletion, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception 'the table % is append-only', tg_table_name; end $$;
create trigger entries_stay before update or delete on entries
for each row execute function refuse_change();
create trigger ballots_stay before update or delete on ballots
for each row execute function refuse_change();
create trigger checkpoints_stay before update or delete on checkpoints
for each row execute function refuse_change();
create trigger audit_stays before update or delete on audit
for each row execute function refuse_change();
