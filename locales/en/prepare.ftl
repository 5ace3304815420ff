# The desk before the session: sessions, roll, projects, officers, polls

## Every form

prepare-refused = Please correct this and try again
prepare-refused-changed = See what stands there now
prepare-back = Back
prepare-save = Save
prepare-edit = Change
prepare-find = Find
prepare-find-all = Show all
prepare-found = { $n } found
prepare-not-found = Nothing found for “{ $what }”. Try another word.
prepare-print = Print
prepare-print-how = Print this page with your browser (Ctrl+P).
prepare-number = No.
prepare-refusal-status = Choose in office, suspended or ended.
prepare-refusal-since = The day cannot be before { $day }. Where the change came earlier, enter { $day } and write the true day into the reason.

## Sessions

prepare-session-new = New session
prepare-session-empty = There is no session yet. Begin one first.
prepare-session-title-hint = The full name, for example: 朝天镇第二届人民代表大会第六次会议.
prepare-session-day-hint = The roll of deputies is that of this day.
prepare-session-stubs = Stubs on a slip
prepare-session-stubs-hint = Each poll takes one stub; the session can hold so many polls, second rounds included.
prepare-session-rehearsal = Rehearsal
prepare-session-rehearsal-hint = Every page of a rehearsal says so; its results cannot be published and are not counted anywhere.
prepare-session-is-rehearsal = This is a rehearsal
prepare-session-begin = Begin session

## The roll

prepare-roll = Roll of deputies
prepare-roll-lead = Who counts is decided by the first day of the session ({ $day }). Once sign-in has begun, the roll is fixed.
prepare-roll-many = Add many
prepare-roll-one = Add one deputy
prepare-roll-add = Add deputy
prepare-roll-empty = There are no deputies yet. Add many at once, or one after another.
prepare-roll-find = Find a name, delegation or seat
prepare-roll-count = { $all } entitled, { $total } on the roll
prepare-roll-all = { $all } entitled
prepare-roll-status = Status
prepare-roll-since = { $status }, from { $day }
prepare-roll-why = { $line }: { $reason }
prepare-roll-signature = Signature
prepare-roll-back = Back to the roll
prepare-deputy = Deputy
prepare-deputy-written = What is written
prepare-deputy-change = Record a change of status
prepare-deputy-change-hint = From the day given, a deputy who is suspended or whose seat has ended does not count among all deputies.
prepare-deputy-reason-hint = Name the ground, for example an announcement of the presidium and its date.
prepare-deputy-record = Record change
prepare-deputy-remove = Take off the roll
prepare-deputy-remove-hint = Only for entries made by mistake. Where a seat has ended, record the change of status instead.

## Lists that are pasted

prepare-roll-lines = Add many deputies
prepare-roll-lines-text = List
prepare-roll-lines-hint = A line for each deputy: name, delegation, seat. Copy it from a spreadsheet, or put commas or spaces between.
prepare-roll-lines-take = Add { $n } deputies
prepare-lines-look = Preview
prepare-lines-preview = Preview
prepare-lines-read = { $n } lines read
prepare-lines-whole = Please check the table below before you add it. Nothing is saved yet.
prepare-lines-none = There is nothing here yet. Paste the list first.
prepare-lines-faults = { $count } problems; nothing was added. Correct the lines below and preview again.
prepare-line = Line
prepare-line-note = Note
prepare-look = Please check
prepare-understood = Ready
prepare-line-same-name = Same name as line { $line } ({ $name }). Check whether it is the same person.
prepare-line-on-roll = { $name } is on the roll already. Check whether it is the same person.
prepare-line-deputy-cells = This line has { $count } parts; 3 at most: name, delegation, seat.
prepare-line-split-name = The name “{ $name }” has one character only. Where a name has a space in it, put commas or tabs between the parts.
prepare-line-same-title = Same title as line { $line }.
prepare-line-project-cells = This line has { $count } parts, 5 at most. Where the content has commas, put tabs between the parts.
prepare-project-lines = Add many projects
prepare-project-lines-text = List of projects
prepare-project-lines-hint = A line for each project: title, investment in 10,000 yuan, content, responsible unit, due. Copy it from a spreadsheet, or put commas between.
prepare-project-lines-take = Add { $n } projects

## Projects

prepare-projects = Candidate projects
prepare-projects-lead = From collection over screening to candidates, one by one. Only candidates can be put to the vote.
prepare-projects-many = Add many
prepare-projects-empty = There are no candidate projects yet. Add them one by one, or many at once.
prepare-projects-find = Find a title, content or unit
prepare-projects-count = { $n } projects
prepare-projects-back = Back to the projects
prepare-project = Project
prepare-project-new = Add a project
prepare-project-wan = Investment (10,000 yuan)
prepare-project-wan-hint = Up to four decimal places, for example 335.1545.
prepare-project-content-hint = What is built and how much; printed in the booklet that deputies read.
prepare-project-due-hint = For example: 2027年10月底前.
prepare-project-goal-hint = Where a project lasts longer than the year: what is to be reached this year.
prepare-project-no-category = No category
prepare-project-state = State
prepare-project-written = What is written
prepare-project-begin = They begin as
prepare-project-begin-hint = Make a project a candidate at once where that is decided; one just collected is a suggestion.
prepare-project-as-candidate = Add as candidate
prepare-project-as-suggested = Add as suggestion
prepare-project-reason = Reason: { $reason }
prepare-project-reason-hint = Needed where a project is rejected, withdrawn or sent back to screening.
prepare-project-move = Change to “{ $state }”
prepare-project-no-moves = This state follows from the vote and is in nobody's hand.
prepare-refusal-begin = A new project begins as suggested, screened or candidate.
prepare-refusal-state = There is no such state. Choose one of the buttons.
prepare-concerns = Please look again
prepare-concerns-lead = These are remarks only. They forbid nothing; the presidium decides.

## Officers

prepare-officers = Tellers and presidium
prepare-officers-lead = Choose this session's tellers and members of the presidium. Each makes a key card on their own device and registers it; then all of them sign the list. Once everybody has signed, the list is fixed.
prepare-officers-tellers = Tellers
prepare-officers-tellers-hint = Two to seven. Each holds a key; the totals open only when all keys are there.
prepare-officers-presidium = Members of the presidium
prepare-officers-presidium-hint = They certify and publish the result.
prepare-officers-none = Nobody yet.
prepare-officers-no-accounts = There is no account to choose. Ask the administrator for accounts of this role in this township.
prepare-officers-account = Account
prepare-officers-add = Put on the list
prepare-officers-remove = Remove
prepare-officers-card = Key card
prepare-officers-registered = Registered
prepare-officers-unregistered = Not registered
prepare-officers-fingerprint = Key fingerprint
prepare-officers-list = List
prepare-officers-signed = Signed
prepare-officers-unsigned = Not signed
prepare-officers-propose-title = Sign the list
prepare-officers-threshold = Members of the presidium who must sign a result
prepare-officers-threshold-hint = The presidium has { $members } members. The default is more than half; it can be more, never fewer.
prepare-officers-waiting = { $n } officers have not registered a key card. The list can be signed when all have.
prepare-officers-again = If you ask again, the signatures so far are void and everybody signs once more.
prepare-officers-propose = Ask everybody to sign
prepare-officers-signing = The list waits for signatures: { $n } of { $total } have signed. Each signs under “My tasks”.
prepare-officers-fixed = Everybody has signed; the list is fixed. A result needs the signatures of { $n } members of the presidium.

## Polls

prepare-polls = Polls
prepare-polls-lead = Each poll takes one stub of the slips; this session can hold { $n } at most.
prepare-polls-empty = There are no polls yet. Make projects candidates first, then add a poll.
prepare-polls-none = There are no polls yet. They appear here when the clerk has added them.
prepare-polls-back = Back to the polls
prepare-poll = Poll
prepare-poll-new = New poll
prepare-poll-edit = Change poll
prepare-poll-change = Change
prepare-poll-save = Save poll
prepare-poll-stub = Stub { $n }
prepare-poll-candidates = { $n } candidates
prepare-poll-list = { $n } candidates
prepare-poll-list-name = Candidates
prepare-poll-rule = Rule
prepare-fingerprint = Fingerprint of the list
prepare-fingerprint-hint = It differs wherever question, candidates, method or rule differ. Compare it with the printed one.
prepare-freeze-title = Fix the list
prepare-freeze-lead = After that neither question nor candidates, method or rule can change. The clerk asks, a member of the presidium confirms.
prepare-freeze = Ask to fix the list
prepare-freeze-asked = The clerk has asked to fix the list. A member of the presidium confirms it in their own account.
prepare-freeze-asked-by = The clerk has asked to fix the list. A member of the presidium ({ $names }) confirms it in their own account.
prepare-cautions = For the presidium to note
prepare-caution-surplus = There are fewer than 20 percent more candidates than seats: the surplus is small.
prepare-caution-obligatory = There are no more candidates than seats, which the basis of the rule demands.
prepare-caution-base = The pass mark is not taken of all deputies. Article 25 of the Organic Law passes by more than half of all deputies.
prepare-caution-no-pass = There is no pass mark. Article 25 of the Organic Law passes by more than half of all deputies.
prepare-caution-half = “Half or more” is ambiguous: under this rule exactly half is enough.
prepare-regulation = Voting regulation
prepare-regulation-open = Read and print the voting regulation
prepare-regulation-adopted = (adopted by the congress on { $day })
prepare-adoption = Adoption of the voting regulation
prepare-adoption-missing = Not recorded yet. The vote can only open when the congress has adopted the regulation and it is recorded here.
prepare-adoption-record = Record the adoption
prepare-adoption-change = Correct the record
prepare-adoption-hint = In which plenary meeting, and how it was adopted. After a change of the poll it is recorded again.
prepare-adoption-save = Record
prepare-discard = Discard draft
prepare-discard-lead = The draft “{ $question }” will be discarded for good. Its candidates stay as they are.
prepare-discard-type = To discard it, type “{ $word }”
prepare-discard-word = discard
prepare-refusal-typed = Type “{ $word }” to confirm. The draft was not discarded.

## The form of a poll

prepare-question-hint = Stands on the ballot; 60 characters at most. For example: 2027年度朝天镇民生实事项目票决.
prepare-field-method = Voting method
prepare-field-candidates = Candidates
prepare-field-profile = Profile of the rule
prepare-field-seats = Number to be chosen
prepare-field-max = At most
prepare-field-min = At least
prepare-field-grades = Grades
prepare-field-basis = Basis
prepare-field-quorum = Quorum
prepare-field-quorum-of = Quorum (of all deputies)
prepare-field-pass = Pass mark
prepare-field-pass-base = Pass mark is taken of
prepare-field-surplus = Surplus of candidates
prepare-field-tie = Tie at the cut
prepare-field-shortfall = Fewer pass than seats
prepare-field-blank = Projects left blank
prepare-field-publish = What the notice states
prepare-field-over-vote = Too many marks on paper
prepare-field-score = Order follows from
prepare-field-step = Grading
prepare-field-sum = Sum of the best
prepare-field-returned = More return than issued
prepare-method-pick = Choose
prepare-method-pick-hint = Choose some of the candidates.
prepare-method-yes-no = For or against each
prepare-method-yes-no-hint = For, against or abstain on each project.
prepare-method-capped = For or against, capped
prepare-method-capped-hint = The same, with a limit on how many are favoured.
prepare-method-grade = Satisfaction
prepare-method-grade-hint = A grade for each project.
prepare-method-rank = Rank
prepare-method-rank-hint = Numbers by priority.
prepare-seats-hint = How many projects are chosen. Empty: all that pass. Leave it empty for satisfaction.
prepare-max-hint = For choose, capped and rank. Empty: as many as are chosen.
prepare-min-hint = For choose only. Empty: 0, a ballot may choose none.
prepare-grades-hint = For satisfaction only. One on each line, best first, 2 to 10.
prepare-candidates-hint = In the order of the list. Only projects in the state of candidate can be chosen.
prepare-candidates-empty = There are no candidates yet. Make projects candidates first.
prepare-rule-hint = Choose a profile, fill it in, then change what your congress decides otherwise. The voting regulation is written from this rule.
prepare-fill = Fill in from profile
prepare-parameters = All parameters
prepare-profile-default = General (Organic Law)
prepare-profile-zj-2022 = Zhejiang (2022)
prepare-profile-cq-2024 = Chongqing (2024)
prepare-profile-sn-2025 = Shaanxi (2025, surplus obligatory)
prepare-profile-sichuan-generic = Sichuan (county documents)
prepare-basis-hint = Stands in article 1 of the voting regulation.
prepare-pass-base-hint = Article 25 of the Organic Law takes it of all deputies.
prepare-blank-hint = “In favour” goes with for or against each only.
prepare-publish-hint = The hall is always told the votes, and the record that everybody may check has the totals.
prepare-over-hint = “The item only” does not go with choose.
prepare-score-hint = For rank only.
prepare-cmp-over = more than
prepare-cmp-at-least = at least
prepare-share-cmp = Comparison
prepare-share-num = Numerator
prepare-share-den = Denominator
prepare-base-all = all deputies
prepare-base-present = deputies present
prepare-base-issued = ballots issued
prepare-base-valid = valid ballots
prepare-base-none = no pass mark
prepare-surplus-free = The congress is free
prepare-surplus-obligatory = More candidates than seats are obligatory
prepare-tie-revote = A second vote on those that are level
prepare-tie-presidium = The presidium decides
prepare-tie-admit-all = All that are level are chosen
prepare-tie-drop-all = None that is level is chosen
prepare-shortfall-leave = The seats stay empty
prepare-shortfall-revote = A second vote at this session
prepare-shortfall-next-session = A vote at the next session
prepare-shortfall-presidium = The presidium decides
prepare-blank-abstain = Abstention
prepare-blank-yes = In favour
prepare-publish-counts = Projects with their votes
prepare-publish-names = Names of the projects only
prepare-over-ballot-void = The whole ballot is void
prepare-over-item-void = The item only is void
prepare-score-pick = Ballots with any number
prepare-score-borda = Points (number 1 is worth most)
prepare-score-rank-sum = Sum of the numbers (least first)
prepare-grading = Grading
prepare-grading-hint = For satisfaction only. The first line that holds gives the grade; if none holds, the last one does.
prepare-step-grade = Grade
prepare-grading-else = Grade when none holds
prepare-grading-base = Shares are taken of

## A rule in sentences

prepare-says-pick = Each deputy chooses at most { $max } projects.
prepare-says-pick-min = Each deputy chooses { $min } to { $max } projects.
prepare-says-yes-no = For, against or abstain on each project.
prepare-says-capped = For, against or abstain on each project, at most { $max } in favour.
prepare-says-grade = One grade for each project: { $grades }.
prepare-says-rank = Numbers by priority, from 1 to { $max }.
prepare-says-seats = { $seats } projects are chosen.
prepare-says-all-that-pass = All projects that pass are chosen.
prepare-says-no-pass = No pass mark: more votes win.
prepare-says-pass = A project passes with { $share }.
prepare-says-quorum = The vote needs { $share } to be present.
prepare-says-step = “{ $grade }” where the best { $sum } grades together have { $share }.
prepare-says-else = “{ $grade }” where none of these holds.
prepare-says-returned = The vote is void when more ballots return than were issued.
prepare-share-over-half = more than half of { $base }
prepare-share-over = more than { $num }/{ $den } of { $base }
prepare-share-at-least = at least { $num }/{ $den } of { $base }

## What does not fit in a poll

prepare-refusal-number = “{ $field }” must be a whole number.
prepare-refusal-share = “{ $field }” must be a fraction above 0 and not above 1, for example 1/2.
prepare-refusal-method = Choose a voting method.
prepare-refusal-max-none = Say how many are chosen, or how many a ballot may choose.
prepare-refusal-max = At most { $max } was asked for, and there are { $count } candidates. Enter 1 to { $count }.
prepare-refusal-min-max = At least { $min } is more than at most { $max }. Correct one of them.
prepare-refusal-seats = { $seats } are to be chosen of { $count } candidates. Enter 1 to { $count }, or leave it empty.
prepare-refusal-seats-grade = Satisfaction chooses nothing. Leave the number to be chosen empty.
prepare-refusal-blank = “Blank is in favour” goes with for or against each only. Choose abstention.
prepare-refusal-item-void = With choose, too many marks make the whole ballot void. Choose that.
prepare-refusal-score = “Order follows from” is for rank only. Choose ballots with any number.
prepare-refusal-basis = Enter the basis.
prepare-refusal-grades = Enter 2 to 10 different grades, one on each line.
prepare-refusal-grading = The grading does not fit: its grades must be among the grades, from best to worst, no sum above their number, and the last one below all others.
prepare-refusal-large = Too many projects and numbers for one ballot. Take fewer candidates, or hold two polls.
