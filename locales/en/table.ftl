# Tables: their names, their columns, the links

table-xlsx = Export Excel
table-csv = Export CSV
table-files = Download tables
table-projects = Projects
table-results = Results
table-progress = Progress
table-totals = Download totals (Pabulib)
table-totals-hint = Pabulib is an open format for research on participatory budgeting. The file has totals only, no single ballots.
table-attendance = Sign-in
table-round = Round
table-status = Status
table-deputies = Deputies among them
table-place = Number { $n }
table-grade = Grade reached
table-passed = Passed
table-yes = yes
table-no = no
table-rank = Rank
table-poll-reason = Why the poll came to this
table-progress-state = Progress
