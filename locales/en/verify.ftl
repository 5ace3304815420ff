# The page that verifies a published bundle, and checks that officers see too
verify-title = Verify a result
verify-lead = Anybody can re-check a published result on an own device. The checks run in your browser; nothing is uploaded, and no key is needed.
verify-skip = Skip to content
verify-no-script = This page needs JavaScript. You can also verify with the offline program, see below.

## Choosing a bundle

verify-choose = Choose a bundle
verify-published = Verify the bundle published here
verify-file = Choose a file of your own
verify-file-hint = The published file is called bundle.json. You can also drop it here.
verify-foreign = The address does not name a bundle published by this site. Please choose a file.
verify-loading = Reading the file…
verify-not-a-bundle = This is no bundle, or it could not be read. Download it again and try once more.
verify-begins = Preparing the checks…
verify-parts = { $done } of { $total } sealed ballots checked
verify-last = Checking the whole log; this takes about { $n } s
verify-took = Took { $n } s.

## Verdict

verify-verdict-verified = VERIFIED
verify-verdict-refuted = REFUTED
verify-verdict-incomplete = INCOMPLETE
verify-means-verified = All sixteen checks hold: every sealed ballot is lawful and counted once; sums, rule and published result agree. Now compare the codes below with the paper record.
verify-means-refuted = A check fails. This file does not prove the published result. Keep it, and tell the presidium or the county's standing committee.
verify-means-incomplete = Nothing speaks against it, but no poll is published yet, so that no result can be verified for good.
verify-failed = Check { $n }, “{ $name }”, fails: { $detail }
verify-rehearsal = Rehearsal: not counted
verify-session = Session
verify-origin = Name of the log
verify-checks = Sixteen checks
verify-ok = Holds
verify-bad = Fails
verify-examined = { $n } examined
verify-check-canonical = Every entry in canonical form
verify-check-log = Root and checkpoints of the log
verify-check-officers = Officers, their signatures and keys
verify-check-opening = Manifests and opening notes
verify-check-slips = Roll of slips, voided slips
verify-check-casting = Every ballot from a slip on the roll, once, while the poll was open
verify-check-signatures = Every slip's signature
verify-check-proofs = Every ballot's proof
verify-check-closing = Sums and closing notes
verify-check-shares = Every share's proof
verify-check-totals = Totals from the shares
verify-check-paper = Paper ballots, entered by two tellers before the closing note
verify-check-rule = The rule, run again, gives the outcome
verify-check-identities = Counting identities
verify-check-certificate = Certificates and their signatures
verify-check-bulletin = The bulletin says what the outcome says

## Officers, codes and results

verify-compare = Compare with the paper record
verify-compare-lead = A file proves only that it agrees with itself. It is genuine when officers, question codes and closing codes are those that were read aloud and stand in the paper record.
verify-officers = Tellers and presidium
verify-officer-name = Name
verify-officer-role = Office
verify-officer-key = Public key
verify-role-teller = Teller
verify-role-presidium = Presidium member
verify-poll = { $question } (round { $n })
verify-poll-state = State
verify-poll-ballots = Ballots
verify-ballots-of = { $sealed } sealed, { $paper } on paper
verify-question-code = Question code
verify-closing-code = Closing code
verify-state-open = Open
verify-state-paused = Paused
verify-state-closed = Closed
verify-state-opened = Sums opened
verify-state-certified = Certified
verify-state-published = Published
verify-state-voided = Void
verify-outcome = Result
verify-column-number = No.
verify-column-title = Option
verify-column-votes = Votes
verify-column-result = Result
verify-chosen = Chosen
verify-not-chosen = Not chosen
verify-tied = Level at the cut
verify-again = Next round
verify-undecided = Not decided
verify-status-decided = Decided
verify-status-tie-at-cut = A tie at the cut
verify-status-shortfall = Fewer than the seats
verify-status-no-quorum = No quorum
verify-status-void = Void

## Receipts

verify-receipt = Look up a receipt code
verify-receipt-code = Receipt code of 10 characters
verify-receipt-hint = The screen showed it when the ballot was cast, like ABCDE-12345.
verify-receipt-look = Look it up
verify-receipt-found = Found: the sealed ballot with the code { $code } is entry { $n } of the log. It shows that the ballot is in, and nothing of its content.
verify-receipt-none = No ballot of this file has that code. Check the code; if it is right, tell a teller.
verify-receipt-wrong = A receipt code has 10 letters and figures. Check it and type it again.

## Verifying offline

verify-offline = Rather not trust this page? Verify offline
verify-offline-lead = A page is served by the site, which could change it. The offline program needs no network, and you choose where you get it.
verify-offline-get = Get the program piaojue from a source that you trust.
verify-offline-save = Download the published bundle.json and go offline.
verify-offline-run = Run:
verify-offline-compare = Compare officers, question codes and closing codes with the paper record.
verify-limits = A receipt code shows that a ballot is in, not that the tablet sealed what was marked. The public manual says more.
