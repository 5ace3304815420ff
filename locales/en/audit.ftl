# What was done: the lines of the audit trail. { $object } and { $details } are what each act was about

audit-set-up = Made the first account, { $object }
audit-login = Signed in
audit-logout = Signed out
audit-blocked = Wrong passwords or codes too often: sign-in name { $object } is blocked until { $details }
audit-password = Changed the own password
audit-password-reset = Reset the account { $object } ({ $details })
audit-account-added = Added account { $object } ({ $details })
audit-account-closed = Closed account { $object }
audit-township = Saved township { $object } ({ $details })
audit-clock-step = The server's clock jumped by { $object } seconds
audit-alarm = { $details ->
    [began] Alarm began
   *[ended] Alarm ended
}: { $object ->
    [alarm-disk-low] little storage left
    [alarm-disk-opening] too little storage to open a poll
    [alarm-disk-casting] too little storage to take ballots
    [alarm-copy-behind] the second copy is behind
    [alarm-copy-failed] the second copy was not written
   *[other] { $object }
}
audit-copy = The second copy goes to { $object }
audit-restored = The data were restored from the backup of { $object }
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
audit-open-outdated = Slips or attendance have changed, so the zero report is to be asked for again: { $object }
audit-open-taken-back = Took back the question to sign the zero report: { $object }
audit-paused = Paused “{ $object }”
audit-resumed = Resumed “{ $object }”
audit-to-paper = “{ $object }” goes on on paper, reason: { $details }
audit-to-tablets = “{ $object }” returned to tablets, reason: { $details }
audit-paper-handed = Handed out a paper for a slip ({ $object }): { $details }
audit-paper-released = { $object } slips went back to voting on a tablet: { $details }
audit-paper-entered = Entered papers: { $object }, { $details }
audit-void-asked = Asked to void “{ $object }”, reason: { $details }
audit-correction-asked = Asked to correct “{ $object }”: { $details }
audit-slips = Registered { $object } slips
audit-void-slip = Asked to void a slip ({ $object })
audit-signed = Signed: { $object } { $details }
audit-share = Sent a share to open the sums: { $object }
audit-entered = Signatures complete, entered into the log: { $object } { $details }

## What signatures are about, batches of papers, and marks of sign-in

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
audit-batch = batch { $batch }, attempt { $attempt }
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
audit-machine = at the machine
audit-column-role = Role
audit-column-what = What was done
audit-column-before = Before
audit-column-chain = Chain digest
audit-login-failed = Wrong name or password { $object }
audit-code-failed = Wrong code of the second factor { $object }
audit-login-ended = An older login ended because of a new one
audit-recovery-code = Recovery code number { $object } was used
audit-second-factor = Second factor set up
audit-account-asked = Asked for an account { $object } ({ $details })
audit-reset-asked = Asked for a reset of the account { $object } ({ $details })
audit-grant-withdrawn = Withdrew what was asked for the account { $object }
audit-rate = Too many sign-ins from { $object } were sent away
audit-denied = Denied { $object }: { $details }
audit-denied-more = Too many denials in a minute: the rest is not written down one by one
audit-cast-refused = A ballot was not taken ({ $object }): { $details }
audit-cast-refused-more = { $details } more ballots were not taken in a minute; they are not written down one by one
audit-cast-form = not a whole sealed ballot
audit-cast-too-long = too long
audit-cast-other-poll = sealed for another poll
audit-cast-signature = not signed by this slip
audit-cast-proof = the proof does not hold
audit-cast-slip-unknown = the slip is not on this session's roll
audit-cast-slip-voided = the slip is void
audit-why-role = not for this role
audit-why-township = of another township
audit-why-foreign = the request came from another site
audit-why-expired = the form had another token
audit-table = Exported { $object }, SHA-256 { $details }
audit-started = The program started, version { $object }, SHA-256 of its file { $details }
audit-stopped = The program stopped, version { $object }
audit-rules = How people sign in is now: { $object } (before: { $details })
audit-rules-begin = How people sign in: { $object }
audit-column-source = From
audit-column-device = Device
audit-chain-whole = The chain is whole: { $n } lines, none changed.
audit-chain-last = Digest of the last:
audit-chain-broken = The chain is broken from line { $n } on: the trail was changed. Tell the administrator at once and keep the data.

## Tablets of the hall

audit-tablet-offered = code shown to enrol tablet { $object }
audit-tablet-enrolled = tablet { $object } enrolled
audit-tablet-reset = tablet { $object } reset
audit-tablet-revoked = tablet { $object } taken out
