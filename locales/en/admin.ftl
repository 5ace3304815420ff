# Accounts and townships

admin-save = Save
admin-cancel = Cancel
admin-change = Change
admin-acts = Act
admin-open-acts = Act
admin-refused = Not saved, please check
admin-reload = See the latest
admin-role = Role
admin-township = Township
admin-state = State

## Accounts

admin-account-add = Add an account
admin-accounts-count = { $n } accounts
admin-active = In use
admin-closed = Closed
admin-login-hint = 2 to 32 small letters, digits, dots, hyphens or underscores.
admin-name-hint = The person's own name; it stands in the records.
admin-role-hint = An account has one role only.
admin-township-hint = Not for administrators and the county congress.
admin-no-township = Of no township
admin-unit-hint = For accounts of responsible units only.
admin-first-password = First password
admin-reset-password = Reset password
admin-close = Close account
admin-close-hint = The login ends at once and the account cannot be opened again. The name stays in the records.

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
