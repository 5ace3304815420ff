# What every page of the staff has

common-product = Vote on livelihood projects
common-skip = Skip to the content
common-nav = Places
common-sign-in = Sign in
common-sign-out = Sign out
common-rehearsal = Rehearsal (not counted)

## Places

nav-accounts = Accounts
nav-townships = Townships
nav-county = County overview
nav-today = Today
nav-tasks = My tasks
nav-roll = Roll of deputies
nav-projects = Candidate projects
nav-officers = Tellers and presidium
nav-polls = Polls
nav-sign-in = Sign-in
nav-run = Run the vote
nav-print = Print
nav-paper = Emergency
nav-audit = Audit trail
nav-archive = Archive

## The desk

desk-home = Desk
desk-no-sessions = There are no sessions yet. A clerk must add one.
desk-accounts-wait = Accounts that wait for your consent: { $n }.
desk-accounts-go = Go to them
nav-grants = Accounts to agree to
