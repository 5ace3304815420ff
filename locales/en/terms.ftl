# Words for states, roles, verbs and fields, used wherever a screen names them

## Roles

role-administrator = Administrator
role-clerk = Clerk
role-teller = Teller
role-presidium = Presidium member
role-county = County congress
role-unit = Responsible unit

## Stages of a session

stage-preparing = Preparing
stage-sign-in = Sign-in
stage-in-session = In session
stage-closed = Session closed

## States of a poll, and the step that comes next

poll-draft = Draft
poll-ready = Ready
poll-open = Voting is open
poll-open-paper = Voting on paper
poll-open-hands = Show of hands
poll-on-paper = Voting goes on on paper
poll-paused = Paused
poll-closed = Closed
poll-opened = Sums opened
poll-certified = Result certified
poll-published = Published
poll-voided = Void
next-draft = Next, a clerk asks for list and rule to be fixed and a presidium member confirms.
next-ready = Next, a clerk records the adoption of the rules and asks to open voting, and all tellers sign the zero report.
next-open = Next, a clerk asks for the close and a teller confirms.
next-paused = Next, a clerk resumes voting, or asks for the close and a teller confirms; where voting goes on on paper, tellers hand out papers against slips.
next-closed = Next, tellers enter the papers where there are any, all sign the closing note and then open the sums.
next-opened = Next, all tellers and the presidium sign the certificate.
next-certified = Next, a clerk asks for publication and a presidium member confirms.
next-published = The result is published; a presidium member can ask for a correction.
next-voided = The poll is void; a clerk prepares a new one.

## What can be done, as a heading or in quotes

verb-edit = Change the poll
verb-propose-freeze = Ask to fix list and rule
verb-confirm-freeze = Confirm that list and rule are fixed
verb-adopt = Record the adoption of the rules
verb-open = Open voting
verb-sign-opening = Sign the zero report
verb-pause = Pause
verb-propose-paper = Ask to go on on paper
verb-confirm-paper = Confirm going on on paper
verb-propose-tablets = Ask to return to tablets
verb-confirm-tablets = Confirm the return to tablets
verb-hand-paper = Hand out a paper for a slip
verb-sign-paper-slip = Sign that a slip votes on paper
verb-release-paper = Let held slips vote on a tablet
verb-resume = Resume
verb-propose-close = Ask to close voting
verb-enter-paper = Enter papers
verb-sign-paper = Sign a batch of papers
verb-confirm-close = Confirm the close of voting
verb-sign-closing = Sign the closing note
verb-share = Open the sums
verb-certify = Certify the result
verb-propose-publish = Ask to publish the result
verb-confirm-publish = Confirm publication
verb-next-round = Prepare the next round
verb-hold-again = Hold the vote again
verb-void = Void this vote
verb-correct = Ask for a correction
verb-accounts = Manage accounts
verb-townships = Manage townships
verb-audit = See the whole audit trail
verb-session = Add a session
verb-stage = Lead the session to its next stage
verb-roll = Manage the roll of deputies
verb-sign-in = Sign deputies in
verb-projects = Manage candidate projects
verb-officers = Manage tellers and presidium
verb-void-slip = Void a slip

## Acts that need a second person

act-freeze = Fix list and rule
act-close = Close voting
act-to-paper = Go on on paper
act-to-tablets = Return to tablets
act-publish = Publish
act-sign-in = Manual sign-in
act-export = let the archive of the session leave

## States of a project, and what speaks against one

project-suggested = Suggested
project-screened = Screened
project-candidate = Candidate
project-elected = Chosen
project-not-elected = Not chosen
project-underway = Under way
project-completed = Completed
project-evaluated = Evaluated
project-rejected = Rejected
project-withdrawn = Withdrawn
project-wan = { $amount } × 10,000 yuan
concern-office-building = This concerns office buildings or office equipment, which as a rule are no livelihood projects. Please check.
concern-abandoned = This concerns an abandoned or stalled project, which as a rule is no livelihood project. Please check.
concern-debt = This concerns debt, which as a rule is excluded. Please check the source of funds.
concern-assigned = This was assigned by a higher level, which as a rule is excluded. Please check.
concern-no-yearly-goal = The project lasts beyond the year and has no goal for this year. Please add one.
concern-incomplete = Content, investment, responsible unit or due date is not filled in. Please complete it.

## What a seat is

seat-in-office = In office
seat-suspended = Suspended
seat-ended = Ended

## Kinds of townships

township-town = Town
township-township = Township
township-subdistrict = Subdistrict

## Fields

field-login = Sign-in name
field-password = Password
field-new-password = New password
field-setup-code = Setup code
field-setup-code-hint = 16 characters, shown on the terminal where this program was started.
field-name = Name
field-unit = Responsible unit
field-township = Name of the township
field-county = County or district
field-valid-from = Exists from
field-valid-to = Ended on
field-session-title = Name of the session
field-opens-on = First day
field-delegation = Delegation
field-seat = Seat
field-since = From
field-reason = Reason
field-title = Project
field-category = Category
field-content = Content
field-location = Location
field-beneficiaries = Who benefits
field-investment = Investment
field-fund-source = Source of funds
field-lead-unit = Responsible unit
field-co-units = Supporting units
field-due = Due
field-goal = Goal for the year
field-proposer = Proposed by
field-question = Question
field-adopted-on = Rules adopted on
field-adoption = How the rules were adopted
field-correction = Correction
field-code = Code from the phone
field-code-hint = The six digits that the authenticator app shows.
field-recovery-code = Recovery code
field-recovery-code-hint = One from your sheet of paper, such as 3ABCD-EFGHJ. Cross it out afterwards.
password-rule-dengbao = At least 12 characters from three of these: capitals, small letters, digits, others; a new one every 90 days, none of the last five. Pasting is fine.
password-rule-asvs = At least 12 characters, the longer the better; a sentence will do. No classes, no end. Pasting is fine.
password-profile-dengbao = password rules of dengbao
password-profile-asvs = password rules of ASVS
second-factor-required = codes from phones are asked for
second-factor-off = no codes from phones
grant-account = agreeing to an account
grant-reset = agreeing to a reset
