# Accounts and townships

admin-save = Save
admin-cancel = Cancel
admin-change = Change
admin-acts = Act
admin-open-acts = Act
admin-role = Role
admin-township = Township
admin-state = State

## Accounts

admin-account-add = Add an account
admin-accounts-count = Accounts: { $n }
admin-active = In use
admin-closed = Closed
admin-login-hint = 2 to 32 small letters, digits, dots, hyphens or underscores.
admin-name-hint = The person's own name; it stands in the records.
admin-role-hint = An account has one role only.
admin-township-hint = Not for administrators and the county congress.
admin-no-township = Of no township
admin-unit-hint = For accounts of responsible units only.
admin-reset-password = Reset
admin-close = Close account
admin-close-hint = The login ends at once and the account cannot be opened again. The name stays in the records.
admin-one-time-hint = The person chooses the password at the first sign-in. A one-time code is shown when you have saved.
admin-rules = How people sign in
admin-factor-required = A code from the phone is asked for.
admin-factor-off = No code from a phone is asked for: for rehearsals on this computer alone.
admin-factor = phone set up
admin-not-taken-over = not signed in yet
admin-grants = One-time codes
admin-grant-account = A new account: { $name }
admin-grant-reset = A reset: { $name }
admin-grant-by = Asked for by { $name }, { $time }
admin-grant-give = Agree
admin-grant-waits = Waits for a member of the presidium of { $township } to sign in and agree.
admin-grant-waits-administrator = Waits for another administrator to agree.
admin-code-whole = One-time code:
admin-code-first = First half of the code:
admin-code-second = Second half of the code:
admin-code-given = Hand it to the person. It is good for 24 hours as the password of the first sign-in; then the person chooses an own one.
admin-code-waits = It is good once the other agrees. Each of you has one half; the person gets both and types them one after the other.
admin-reset-hint = For a forgotten password or a lost phone. Once it is agreed, old password, phone and recovery codes are worth nothing, and the person sets them up anew with a one-time code.
admin-second-lead = Administrators ask for accounts and resets; they are there when a member of the presidium agrees. Make sure first that the person wants it.
admin-second-empty = No account waits for you.

## Townships

admin-townships-none = There are no townships yet. Add one below.
admin-townships-count = { $n } townships
admin-township-add = Add a township
admin-township-change = Change “{ $name }”
admin-township-name-hint = For example 朝天镇.
admin-township-since = Since { $from }
admin-township-until = { $from } to { $to } (ended)
admin-code = Division code
admin-code-hint = The 9 digits of the national list of divisions; they cannot be changed later.
admin-kind = Kind
admin-validity = From and until
admin-from-hint = Sessions can be held from this day on.
admin-to-hint = Leave it empty while the township exists. From this day on no sessions are held.
admin-predecessors = Predecessors
admin-predecessors-hint = The townships that were merged into it: their division codes with spaces between. Empty if there are none.
