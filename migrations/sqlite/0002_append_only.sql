-- What is in a log stays: no update, no deletion, whoever asks.
create trigger entries_stay before update on entries
begin select raise(abort, 'the log is append-only'); end;
create trigger entries_remain before delete on entries
begin select raise(abort, 'the log is append-only'); end;
create trigger ballots_stay before update on ballots
begin select raise(abort, 'ballots are append-only'); end;
create trigger ballots_remain before delete on ballots
begin select raise(abort, 'ballots are append-only'); end;
create trigger checkpoints_stay before update on checkpoints
begin select raise(abort, 'checkpoints are append-only'); end;
create trigger checkpoints_remain before delete on checkpoints
begin select raise(abort, 'checkpoints are append-only'); end;
create trigger audit_stays before update on audit
begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_remains before delete on audit
begin select raise(abort, 'the audit log is append-only'); end;
