-- The last member of a presidium who can sign in is reset at the machine, which grants nothing: an
-- administrator who did it alone in the browser would be the presidium.
create function presidium_is_not_reset_alone() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from accounts a where a.id = new.account and a.role = 'presidium'
        and a.state = 'active' and a.password_kind = 'own')
    then raise exception 'nobody resets a presidium alone'; end if;
    return new;
end $$;
create trigger grants_no_presidium_alone before insert on grants
for each row when (new.kind = 'reset' and new.second = 'nobody')
execute function presidium_is_not_reset_alone();
