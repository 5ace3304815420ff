# What was done: the lines of the audit trail. { $object } and { $details } are what each act was about

audit-set-up = Made the first account, { $object }
audit-login = Signed in
audit-logout = Signed out
audit-blocked = Wrong passwords too often; account { $object } is blocked for a while
audit-password = Changed the own password
audit-password-reset = Reset the password of account { $object }
audit-account-added = Added account { $object } ({ $details })
audit-account-closed = Closed account { $object }
audit-township = Saved township { $object } ({ $details })
audit-session-added = Added the session “{ $object }”
audit-stage = Session went to the stage “{ $object }”
audit-officer-added = { $details } { $object } put on the list
audit-officer-removed = Took one person off the list of tellers and presidium
audit-threshold = Set the number of presidium signatures to { $object }
audit-keys = { $details } { $object } registered a key card
audit-officers-proposed = Asked all to sign the list of tellers and presidium
audit-deputies-added = Put { $object } deputies on the roll
audit-roll-imported = Roll imported from { $object }. { $details }
audit-projects-imported = Projects imported from { $object }. { $details }
audit-upload-refused = File { $object } not taken: { $details }
audit-deputy-edited = Changed deputy { $object }, before: { $details }
audit-deputy-removed = Took deputy { $object } off the roll
audit-seat = Seat of deputy { $object }: { $details }
audit-sign-in = Deputy { $object }: { $details }
audit-sign-in-by-hand = Manual sign-in of deputy { $object }, reason: { $details }
audit-projects-added = Added { $object } projects
audit-project-edited = Changed the project “{ $object }”
audit-project-moved = Project “{ $object }”: { $details }
audit-poll-added = Added the poll “{ $object }”
audit-poll-edited = Changed the poll “{ $object }”
audit-poll-discarded = Discarded the poll “{ $object }”
audit-adopted = Recorded the adoption of the rules for “{ $object }”: { $details }
audit-round = Prepared the next round, “{ $object }”
audit-again = Prepared the vote again, “{ $object }”
audit-proposed = Asked for “{ $object }”: { $details }
audit-withdrawn = Withdrew “{ $object }”
audit-confirmed = Confirmed “{ $object }” as the second person: { $details }
audit-exported = Archive “{ $object }” left, SHA-256 { $details }
audit-open-asked = Asked the tellers to sign the zero report: { $object }
audit-open-taken-back = Took back the question to sign the zero report: { $object }
audit-paused = Paused “{ $object }”
audit-resumed = Resumed “{ $object }”
audit-to-paper = “{ $object }” goes on on paper, reason: { $details }
audit-to-tablets = “{ $object }” returned to tablets, reason: { $details }
audit-paper-handed = Handed out a paper for a slip ({ $object }): { $details }
audit-paper-released = { $object } slips went back to voting on a tablet: { $details }
audit-paper-entered = Entered papers: { $object }, batch/attempt { $details }
audit-void-asked = Asked to void “{ $object }”, reason: { $details }
audit-correction-asked = Asked to correct “{ $object }”: { $details }
audit-slips = Registered { $object } slips
audit-void-slip = Asked to void a slip ({ $object })
audit-signed = Signed: { $object } { $details }
audit-share = Sent a share to open the sums: { $object }
audit-entered = Signatures complete, entered into the log: { $object } { $details }

## What signatures are about, and marks of sign-in

audit-kind-officers = list of tellers and presidium
audit-kind-open = zero report
audit-kind-void-slip = voided slip
audit-kind-certificate = certificate
audit-kind-void-poll = void vote
audit-kind-correct = correction
audit-kind-closing = closing note
audit-kind-outcome = outcome
audit-kind-paper = papers
audit-stubs = { $poll }, { $n } stubs
audit-stubs-unreturned = { $poll }, { $n } stubs, { $missing } papers not returned
audit-mark-present = signed in
audit-mark-leave = on leave
audit-mark-clear = mark taken back

## The list

audit-caption = Audit trail, newest first
audit-filter = Filter
audit-filter-do = Filter
audit-filter-clear = Show all
audit-count = { $n } lines
audit-shown = The newest { $n } of { $all } lines; the export has all
audit-none = There are no records.
audit-not-found = Nothing found for “{ $q }”. Try another word.
audit-column-number = No.
audit-column-time = Time
audit-column-session = Session
audit-column-who = Sign-in name
audit-column-role = Role
audit-column-what = What was done
audit-column-before = Before
audit-column-chain = Chain digest

## Tablets of the hall

audit-tablet-offered = code shown to enrol tablet { $object }
audit-tablet-enrolled = tablet { $object } enrolled
audit-tablet-reset = tablet { $object } reset
audit-tablet-revoked = tablet { $object } taken out
