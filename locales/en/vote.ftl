# The deputies' tablet.

vote-product = Vote on livelihood projects
vote-skip = Skip to the content
vote-tools = Display and help
vote-smaller = Smaller
vote-bigger = Larger
vote-mode-standard = Standard
vote-mode-dark = Dark
vote-mode-contrast = High contrast
vote-help = Help
vote-rehearsal-band = Rehearsal (not counted)
vote-practice-band = Practice (nothing is sent)
vote-error-title = Please check

# S0
vote-question-code = Question code
vote-enter = Scan the QR code on your slip, or type its code of 16 characters
vote-enter-code = Enter voting code
vote-code-box = Part { $n } of 4 of the code, 4 characters
vote-scan = Scan QR code
vote-stop-scan = Stop scanning
vote-scan-hint = Hold the QR code on your slip before the camera.
vote-no-camera = The camera cannot be used. Please type the code of 16 characters on your slip.
vote-start = Start
vote-looking-up = Checking…
vote-practise = Practise
vote-tablet = Tablet { $n }
vote-connected = Connected
vote-not-connected = Not connected
vote-connecting = Connecting. Please wait
vote-not-open = Voting has not started. Please wait
vote-paused = Voting is paused
vote-on-paper = Tablets are not used in this vote. For a paper, ask a teller
vote-closed = Voting has closed
vote-offline = The network is down. Please wait, or raise your hand for staff.
vote-no-answer = The network is down and the slip was not looked up. Wait, then press Start again.
vote-faulty = The question does not match its signatures. Do not vote; tell a teller now.
vote-code-bad = Code not recognised. Check the slip and try again.

# S2
vote-instruct-pick = Choose { $n } of the { $all } projects. Then press Next: check choices.
vote-instruct-pick-most = Choose at most { $n } of the { $all } projects. Then press Next: check choices.
vote-instruct-yes-no-abstain =
    Answer for each of the { $all } projects: for, against or abstain. Then press Next: check choices.
vote-instruct-capped =
    Answer for each of the { $all } projects, with at most { $n } in favour. Then press Next: check choices.
vote-instruct-grade = Grade each of the { $all } projects. Then press Next: check choices.
vote-instruct-rank =
    Give numbers to the projects you choose: 1 comes first, { $n } last, each number once. Then press Next: check choices.
vote-count-pick = { $done } chosen / { $of } to choose
vote-count-pick-most = { $done } chosen / at most { $of }
vote-count-each = { $done } answered / { $of } in all
vote-count-capped = { $done } answered / { $of } in all, { $favour } in favour / at most { $most }
vote-count-rank = { $done } numbers given / { $of } in all
vote-for = For
vote-against = Against
vote-abstain = Abstain
vote-chosen = Chosen
vote-rank = Number { $n }
vote-blank-item = Not answered
vote-blank-rank = No number
vote-details = Details
vote-full = You have chosen { $n }. Cancel one to change.
vote-full-for = You are in favour of { $n } already. Change one of them first.
vote-taken =
    Number { $n } is given to project { $item }. Press { $n } there again to take it back first.
vote-least = Choose at least { $least }; { $n } more to go.
vote-said-chosen = Chosen, project { $item }, { $n } left
vote-said-cancelled = Cancelled, project { $item }, { $n } left
vote-said-cleared = All cleared. Please start over
vote-page-up = Page up
vote-page-down = Page down
vote-below = { $n } more below
vote-below-none = End of the list
vote-clear = Start over
vote-next = Next: check choices

# S3
vote-review-title = Check your choices. After casting they cannot be changed
vote-review-sum = { $done } of { $of } filled in.
vote-nothing-chosen = You have chosen nothing.
vote-change = Change
vote-undervote = You can choose { $n } more, or cast as is.
vote-unanswered = { $n } not answered. You can go back and answer, or cast as is.
vote-blank-rule-pick = What you leave unused counts as abstaining.
vote-blank-rule-rank = Numbers you leave unused count as abstaining.
vote-blank-rule-abstain = Projects you leave empty count as abstaining.
vote-blank-rule-yes = By the rules of this vote, projects you leave empty count as in favour.
vote-back = Go back and change
vote-cast = Cast ballot

# S4
vote-sealing = Sealing your ballot…
vote-sending = Sending your ballot…
vote-slow = The network is slow. Please wait and do not close this page.
vote-cast-title = Ballot cast
vote-cast-ok = Your ballot is sealed and safely stored. Nobody can open a single ballot.
vote-receipt-code = Receipt code
vote-receipt-hint = The receipt code shows that a ballot is in, and nothing of what it says.
vote-stub = Tear stub { $n } off your slip and put it into the transparent box. Keep the slip.
vote-no-stub = Keep the slip.
vote-hand-back = Please give the tablet back to the staff.
vote-countdown = Returns by itself in { $s } seconds
vote-done = Done

# D1
vote-practice-question = Practice: which refreshments do you like?
vote-practice-option-1 = Green tea
vote-practice-option-2 = Black tea
vote-practice-option-3 = Peanuts
vote-practice-option-4 = Melon seeds
vote-practice-content = On the real ballot this place has what is built, what it costs and when it is done.
vote-practice-done = Practice completed
vote-practice-end = Nothing was sent. For the real vote, use your slip.

# D2
vote-help-title = How to vote
vote-help-slip = Scan the QR code on your slip or type its code, then press Start.
vote-help-mark = Press to choose, press again to cancel. Details tells more about a project.
vote-help-size = Press Larger if the text is small, Dark or High contrast if it is hard to read. Nothing you filled in is lost.
vote-help-review = Press Next to check everything, then Cast ballot. After casting, nothing can be changed.
vote-help-secret = The ballot is sealed on this tablet before it is sent. Nobody can see what you chose.
vote-help-paper = If you would rather not use a tablet, ask the staff for a paper ballot.
vote-close-help = Back
vote-contact = Please ask the staff.
vote-contact-desk = Please ask the staff at desk { $desk }.

# D3
vote-to-start = Back to the start
vote-refused-used-title = This slip has voted
vote-refused-used = You have already voted.
vote-refused-used-do = If you did not cast this ballot, tell a teller now.
vote-refused-unknown-title = Code not recognised
vote-refused-unknown = Code not recognised, or the slip is not for this session. Check the slip and try again.
vote-refused-unknown-do = Go back to the start, then scan or type again. If that does not help, take your slip along.
vote-refused-voided-title = Slip voided
vote-refused-voided = This slip is void or was exchanged for a paper; it cannot vote here.
vote-refused-voided-do = Bring the slip; the staff will look into it.
vote-refused-not-open-title = Voting has not started
vote-refused-not-open = Voting has not started. Please wait.
vote-refused-not-open-do = When it is announced, scan or type the code again.
vote-refused-paused-title = Voting is paused
vote-refused-paused = Voting is paused. Please wait for the announcement.
vote-refused-paused-do = When it goes on, scan or type the code again.
vote-refused-paper-title = Voting on paper
vote-refused-paper = Tablets take no more votes; voting goes on on paper.
vote-refused-paper-do = Bring the slip to a teller and get a paper for it.
vote-refused-closed-title = Voting has closed
vote-refused-closed = Voting has closed. No more ballots can be cast in it.
vote-refused-closed-do = Keep the slip for the next vote.
vote-refused-late-title = Ballot not counted
vote-refused-late = Voting closed at { $t }. Your ballot could not be counted.
vote-refused-late-untimed = Voting has closed. Your ballot could not be counted.
vote-refused-late-do = Tell a teller now.
vote-refused-to-paper-title = Voting on paper
vote-refused-to-paper = Tablets take no more votes; voting goes on on paper. Your ballot was not cast.
vote-refused-to-paper-do = Bring the slip to a teller and get a paper for it.
vote-refused-not-taken-title = Ballot not accepted
vote-refused-not-taken = Sorry, there is a problem. Your ballot was not saved.
vote-refused-not-taken-do = Keep the slip. You can vote again on another tablet or ask for a paper ballot.
vote-refused-not-sealed-title = Ballot not sealed
vote-refused-not-sealed = Sorry, this tablet could not seal your ballot. Nothing was sent.
vote-refused-not-sealed-do = Go back to the start and fill it in again, or use another tablet.
vote-refused-no-module-title = This device cannot vote
vote-refused-no-module = The program that seals ballots did not load on this device.
vote-refused-no-module-do =
    Please press “Try again now”. If it fails again, the browser may be too old: use Chrome 90, Edge 90, Firefox 98, Safari 15.4 or later, or ask the staff for a paper ballot.
vote-too-old = This device's browser is too old to seal a ballot.
vote-too-old-do =
    Please use Chrome 90, Edge 90, Firefox 98, Safari 15.4 or later, or ask the staff for a paper ballot.

# D4
vote-waiting-title = Ballot not sent yet
vote-retrying =
    Offline. Your ballot is not sent yet. Do not close this page; it is sent again by itself (attempt { $n }).
vote-held = Voting is paused. Your ballot is sealed but not sent; it is sent when voting goes on. Do not close this page.
vote-held-disk = Storage is full: no new ballots are taken, stored ones are safe. Your ballot is sealed but not sent; it is sent when there is room. Do not close this page.
vote-held-paper = Tablets take no more votes; voting goes on on paper. Your ballot was not sent. Bring the slip to a teller and get a paper for it.
vote-retry = Try again now
vote-raise-hand = If it still cannot be sent, raise your hand for staff.

# The receipt is not for our own ballot
vote-alarm-title = The receipt does not match
vote-alarm = The server's receipt is for another ballot. It is not certain that yours was saved.
vote-alarm-do = Do not close this page. Raise your hand and tell a teller now.
vote-alarm-staff = A teller has seen this: go back

# Nobody touches the tablet
vote-idle-title = Are you still there?
vote-idle = No activity. This ballot will be cleared in { $s } s.
vote-still-here = I am still voting
