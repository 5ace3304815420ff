# The county's view of all townships

county-lead = { $all } townships, { $n } in session now. As of { $at }.
county-reload = Reload
county-none = There are no townships yet. The administrator must add them first.
county-no-session = No session yet
county-no-poll = Voting has not started
county-rehearsal = Rehearsal
county-ring = Turnout of { $name }
county-turnout = { $all } entitled, { $present } present
county-cast = { $present } present, { $n } cast
county-chosen = { $n } chosen
county-table = Turnout and ballots of all townships
county-stage = Stage
county-all = Entitled
county-present = Present
county-leave = On leave
county-missing = Missing
county-share = Turnout
county-poll = Poll
county-ballots = Cast
