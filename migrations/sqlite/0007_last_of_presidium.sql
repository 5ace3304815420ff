-- The last member of a presidium who can sign in is reset at the machine, which grants nothing: an
-- administrator who did it alone in the browser would be the presidium.
create trigger grants_no_presidium_alone before insert on grants
when new.kind = 'reset' and new.second = 'nobody' and exists (
    select 1 from accounts a where a.id = new.account and a.role = 'presidium'
    and a.state = 'active' and a.password_kind = 'own')
begin select raise(abort, 'nobody resets a presidium alone'); end;
