# Why something is not done: what is the matter, then what to do next and who must do it

## Signing in, roles, what was typed

refusal-sign-in = You are not signed in, or the login has ended. Please sign in again.
refusal-credentials = Name or password is not right. Check them and try again; if you forgot the password, ask the administrator.
refusal-blocked = Wrong passwords or codes were typed too often, and sign-in is blocked. Try again in { $minutes } minutes, use the device that you sign in on as a rule, or ask the administrator for a reset.
refusal-password-long = The password is too long. Check it and type it again.
refusal-password-weak = The password does not fit: { $rule }
refusal-not-fresh = This act must certainly be yours. Type your password again, then repeat it.
refusal-setup-code = The setup code is wrong or was used. Check the 16 characters on the terminal where the program was started; if the first account exists, sign in.
refusal-page = You have no permission for this page. If you need it, please contact: { $roles }.
refusal-role = You have no permission for “{ $verb }”. If you need it, please contact: { $roles }.
refusal-second-same = The second person must be someone else. Another person who may confirm must sign in and do it.
refusal-changed = Somebody else has just changed this. Reload the page and do it again.
refusal-field-empty = “{ $field }” is empty. Fill it in and save again.
refusal-field-long = “{ $field }” has { $count } characters, { $max } at most. Shorten it and save again.
refusal-field-hidden = Character { $place } of “{ $field }” is invisible ({ $character }). Delete it and type the text again.
refusal-day = “{ $field }” is not a date. Write it like 2026-11-23, between the years 2000 and 2100.

## Accounts and townships

refusal-login = The sign-in name does not fit. Use 2 to 32 small letters, digits, dots, hyphens or underscores.
refusal-login-taken = Somebody has this sign-in name already. Choose another.
refusal-role-unknown = No role was chosen. Choose one from the list.
refusal-own-account = You cannot close your own account. Another administrator must do it.
refusal-no-account = There is no such account, or it is closed or of another township. Reload and choose from the list.
refusal-no-township = There is no such township. Choose one from the list, or add the township first.
refusal-township-code = A township's code has 9 digits. Take it from the national list of divisions.
refusal-township-days = A township ends after the day from which it exists. Check both dates and save again.
refusal-township-kind = No kind of township was chosen. Choose town, township or subdistrict.
refusal-township-twice = A township with this code stands already. Change that one in the list.
refusal-predecessor = There is no predecessor with the code { $code }, or it is this township itself. Add the predecessor first, then name its code.

## Sessions

refusal-no-session = There is no such session. Check the address, or begin again from the desk.
refusal-session-closed = The session is closed and nothing in it can change. Mistakes in a result are corrected by presidium members.
refusal-sign-in-not-begun = Sign-in has not begun. A clerk must first lead the session to sign-in.
refusal-preparation-over = The stage is “{ $stage }”: roll, projects, tellers and presidium cannot change any more. If they must, report to the presidium.
refusal-no-roll = There is no roll of deputies. A clerk must import it before sign-in begins.
refusal-poll-not-over = “{ $question }” is neither published nor void, so the session cannot be closed. Finish that poll first.
refusal-stubs-range = A slip has 1 to { $max } stubs. Enter as many as there are to be polls.
refusal-site = The site's name “{ $site }” cannot stand in a log. The administrator must start the program with another one.
refusal-township-day = On the first day of the session the township does not exist yet or any more. Check the date, or ask the administrator to update the township.

## The roll and sign-in

refusal-no-deputy = There is no such deputy on the roll. Reload and choose from the list.
refusal-nobody-ticked = Nobody is ticked. Tick deputies first, then choose sign in, on leave or take back.
refusal-not-in-office = { $name } is not in office on the first day of the session and cannot sign in. A clerk must check the roll.
refusal-slip-drawn = { $name } has signed in and drawn a slip; after voting has opened this stands. If it is a mistake, report it to a teller.
refusal-roll-long = A roll has { $max } deputies at most. Check the list that you import.

## Projects

refusal-no-project = There is no such project. Reload and choose from the list.
refusal-project-move = A project cannot go from “{ $state }” to “{ $to }”. Reload and choose a state that is offered.
refusal-project-reason = “{ $to }” needs a written reason. Fill it in and try again.
refusal-projects-many = A session has { $max } projects at most. Check the list that you import.
refusal-title-twice = A project called “{ $title }” stands already. Use another name.
refusal-investment = The investment is not a number. Write it in units of 10,000 yuan with up to four places, for example 12.5.
refusal-listed = The project is on the list of “{ $question }” and cannot be changed in this way. A clerk must take it off that list first; a fixed list does not change.

## Tellers and presidium

refusal-no-officer = You are not on this session's list of tellers and presidium. Contact a clerk.
refusal-no-office = An account with this role cannot be on the list. Choose a teller's or a presidium member's account.
refusal-officer-twice = This account is on the list already. Choose another.
refusal-officers-fixed = All have signed the list of tellers and presidium, and it is fixed. If it must change, report to the presidium.
refusal-officers-few = The list of tellers and presidium is not complete. A clerk must complete it before it is signed.
refusal-officers-list = The list of tellers and presidium cannot serve. A clerk must check the members and the number of presidium signatures before it is signed.
refusal-keys-missing = { $names }: no key card is registered yet. Each must sign in and register one on the page “Key card” before the list is signed.
refusal-no-lock = The registration of the key card is not complete or its proof fails. The teller must register again on the page “Key card”.
refusal-no-officers-yet = The list of tellers and presidium is not signed by all. Have it signed first.

## Polls: preparation

refusal-no-poll = There is no such poll. Reload and choose from the list.
refusal-state = The poll's state is “{ $state }”, so “{ $verb }” is not possible. { $next }
refusal-method = The voting method is not right. Change it and save again.
refusal-rule = The rule is not right. Change it and save again.
refusal-candidates = { $count } candidates were chosen. Choose 2 to 300.
refusal-not-candidate = “{ $title }” is not a candidate. Make it one in the list of projects first.
refusal-candidate-twice = “{ $title }” was chosen twice. Take one away.
refusal-stubs = A slip has { $stubs } stubs, one for each poll, and all are taken, so no poll can be added. Use paper or hold another session.
refusal-round-prepared = The next round is prepared already. Go on with it in the list of polls.
refusal-again-prepared = The vote is prepared again already. Open it in the list of polls.
refusal-no-round = The outcome asks for no further round. Ask to publish the result.

## Polls: running

refusal-not-in-session = The stage is “{ $stage }”, so voting cannot open. A clerk must first lead the session on.
refusal-not-adopted = It is not recorded that the congress adopted the rules for the vote. A clerk must record it before voting opens.
refusal-list-changed = List or rule are not what two persons fixed: they were changed past the program, so this vote cannot open. Tell the presidium. The clerk adds the poll anew, and two persons check and fix it; where a project was changed, add the right one first, under another title; where no stub is left, vote on paper.
refusal-no-slips = No slips are registered. A teller must make and register them first.
refusal-no-quorum = { $present } deputies are present, fewer than the { $needed } that are needed, so voting cannot open. Clerks go on with sign-in.
refusal-other-poll = “{ $question }” has the state “{ $state }”, and there is one poll at a time. Close that one and open its sums first.
refusal-manifest = The poll cannot open. A clerk must check list, rule and attendance.
refusal-void-too-early = Not all tellers have signed the closing note, so no teller is named to void the poll. Take the name away and ask again.
refusal-void-names-teller = The tellers have signed the closing note: the poll can be voided only where a share is missing. Name the teller who has not opened the sums.
refusal-void-asked = It was asked already that this vote be void. Presidium members sign it under “My tasks”.
refusal-hands-method = A show of hands can only be for, against or abstain. Choose that method, or vote on paper.
refusal-paper-few-sealed = There are only { $n } sealed ballots, fewer than { $least }: they cannot be counted apart, so this round cannot go on on paper. The presidium voids the vote and the clerk holds it again on paper.
refusal-paper-few-left = Fewer than { $least } deputies could still vote on paper ({ $n }): their papers cannot be counted apart. Let them vote on one tablet; where none works, the presidium voids the vote and it is held again on paper.
refusal-paper-few = Only { $n } papers are handed out, fewer than { $least }, which cannot be counted apart. Before the close two tellers let the slips go on the page of slips and cast the papers on a tablet with them.
refusal-paper-unsigned = { $n } slips exchanged for papers lack a teller's signature. Tellers sign under “My tasks”, then ask for the close again.
refusal-paper-no-tablets = This vote goes on on paper and tablets take no ballots, so the slips could not vote. The clerk asks for the return to tablets on the emergency page first; where none works, report to the presidium, which voids the vote.
refusal-close-more = Sealed ballots and slips exchanged for papers are { $n } together, more than the { $present } present, so the vote cannot be closed. Clerks check the sign-in and sign in who is here; if there are more, report to the presidium, which voids the vote.
refusal-paper-no-slip = This vote uses no slips. Hand the papers out directly.
refusal-paper-voted = This slip has voted in this vote: no paper can be handed out for it. Give it back and say so.
refusal-paper-twice = A paper was handed out for this slip already. Check, and go on with the next.
refusal-paper-none-held = No slip is held. Look at how things stand now.
refusal-paper-enough = There are { $n } papers, enough to be counted apart. Tellers sign under “My tasks” instead.
refusal-paper-already = This vote is on paper already. Go on handing out papers, then ask for the close.
refusal-paper-not-switched = This vote did not go over to paper. Where it is paused, the clerk presses “Resume”.
refusal-paper-resume = This vote goes on on paper and is not simply resumed. Where tablets work again, the clerk asks for the return to tablets on the emergency page and the presidium confirms.
refusal-issued-missing = How many papers were handed out is not said. Tellers count them; type a whole number.
refusal-issued-many = { $issued } papers are more than the { $present } deputies present. Check the number and the sign-in; a paper that was exchanged counts once.
refusal-batch-other = Batch { $n } is entered now. Reload and enter again.
refusal-batch-boxes = The boxes are not those of the ballot. Reload and enter again.
refusal-batch-papers = { $invalid } invalid of { $papers } papers is not possible. Count again and enter.
refusal-batch-total = Box { $box } has { $total }, more than the { $valid } valid papers. Count this box again.
refusal-batch-group = The boxes add up to more than { $valid } valid papers can have. Count again, and check that papers with too many marks were taken as invalid.
refusal-batch-more = { $papers } papers are more than the { $issued } that were handed out. Count again; if there are more, the vote is void by the rules: report to the presidium, which voids it.
refusal-batch-few = This batch has only { $n } papers. Beside sealed ballots a batch has at least { $least }: put it together with others. Where there are fewer in all, report to the presidium.
refusal-batch-late = A teller has signed the closing note; no paper can be entered or signed any more. If some were forgotten, report to the presidium, which voids the vote.
refusal-batch-open = Batch { $n } of the papers is not done. Two tellers enter it equal and sign, then the closing note follows; where there is no such batch, who entered it enters 0 everywhere.
refusal-paper-outstanding = { $issued } papers were handed out and { $papers } are in, so { $missing } are missing; { $stated } was stated. Enter the rest, or state how many are missing.
refusal-hands-invalid = Hands are not invalid. Enter those for and against only.
refusal-hands-once = The hands are entered already. Tellers sign the closing note.
refusal-hands-more = { $n } who took part are more than the { $present } present. Count again.
refusal-hands-not-entered = The hands are not entered yet. Two tellers enter them apart and sign first.
refusal-no-locks = This vote is on paper or by hands: there is nothing to open. Go back to the list of tasks.
refusal-recon = The counts do not agree, so nothing is certified: { $identity } ({ $left } { $sign } { $right }). { $law }
refusal-not-published = The result is not published yet. Once it is, the records can be downloaded and checked here.
refusal-no-result = This poll has no result yet. It can be exported here once the sums are opened.

## Acts of a second person

refusal-proposed = “{ $act }” was asked for already and waits for a second person. That person must sign in and confirm.
refusal-withdraw = Only who asked and who would confirm can withdraw this. Contact the person who asked.
refusal-act-gone = This was confirmed or withdrawn meanwhile. Reload to see how things stand.
refusal-export-early = The stage is “{ $stage }”, and the archive is not complete. Ask for it when the session is closed.
refusal-export-changed = The session has changed since the archive was asked for, by a correction for instance. The clerk asks again, and a member of the presidium confirms.
refusal-export-nobody = No member of the presidium has confirmed the archive. The clerk asks for it on the page “Archive” first.

## Signatures and shares

refusal-note-gone = This text was completed or withdrawn and waits for no signature. Go back to the tasks.
refusal-note-signed = Two tellers have signed for this slip; no more is needed. Go back to the list of tasks.
refusal-note-not-yours = This text is not yours to sign. Go back to the tasks and do those that are listed.
refusal-signature = The signature does not hold and was not taken. Check the key card and sign again.
refusal-closing-entered = All tellers have signed the closing note. Go back to the tasks and open the sums.
refusal-closing-text = The closing note does not match the log and was not taken. Reload, check again, then sign.
refusal-no-closing-yet = Not all tellers have signed the closing note. Wait until they have, then open the sums.
refusal-share = The share fails its check and was not taken. Check the key card and try again; if it fails again, report to the presidium at once.

## Slips

refusal-slips-made = The slips are registered already. Use those.
refusal-slip-unknown = This slip is on no roll here. Check the 16 characters on the slip and type them again.
refusal-slip-void = This slip is void, or waits for tellers to sign that it is. Go on with the next one.
refusal-slip-voted = This slip has voted and cannot be voided. Keep it and report it to a teller.
refusal-void-reason = A change to paper is not made here. Choose left over or damaged.
refusal-project-begins = A project cannot begin as { $state }. Please choose suggested, screened or candidate.

## Papers

refusal-paper-no-candidates = There are no candidate projects yet. A clerk has to enter them under Projects and put them on the list of candidates.
refusal-paper-no-poll = There is no poll yet. A clerk has to add one under Polls.
refusal-paper-hands = A show of hands has no ballots and no box, and so no such paper. Print the others.
refusal-paper-round = A further round has no regulation of its own: that of the first round holds, which the congress adopted. Print that one.
refusal-paper-not-open = Voting has not begun. A clerk has to ask for it and every teller has to sign; then print.
refusal-paper-not-counted = Nothing is counted yet. After the close every teller has to seal the log and open the sums; then print.
refusal-paper-not-certified = The result is not certified yet. Tellers and presidium have to sign it first.
refusal-paper-no-log = No vote has been held yet. There is a record once the first one has begun.
refusal-paper-none = Nothing of this stage ({ $stage }) can be printed yet. The print page says what is missing.
refusal-paper-busy = Too many papers are being set right now. Try again in a moment.
refusal-paper-long = These papers have { $pages } pages, too many to print at once. Print them one by one.
refusal-disk-opening = The server's storage is nearly full: { $free } MB free, a poll needs { $needed } MB. Ask the administrator to clear it, then ask again.
refusal-busy = Too many are signing in just now. Wait a moment and try again.
refusal-code = The code is not right, or was used. Wait for the next one on your phone and type that.
refusal-code-setup = These digits are not right. Type the six that the phone shows now; if they are still wrong, check the phone’s clock.
refusal-code-expired = The one-time code is older than 24 hours. Ask the administrator for another.
refusal-sign-in-gone = The sign-in took too long. Please begin again.
refusal-password-common = The password is what everybody tries first, such as rows of digits or keys. Add something only you would think of.
refusal-password-own-name = Your name or sign-in name must not be in the password. Choose another.
refusal-password-used = This password was used lately. Choose a new one.
refusal-grant-waits = This was asked for already and waits for a second person. Withdraw it first.
refusal-own-reset = You cannot reset your own account. Change your password, or ask another administrator.
refusal-machine-reset = Only an administrator can be reset here, or a member of the presidium when no other member can sign in. All others are reset in the browser: an administrator asks, a member of the presidium agrees.
refusal-last-reset = No other member of this township’s presidium can sign in, so nobody could agree, and one person alone must not become the presidium. Stop the service and run “piaojue admin reset” with this account’s name on the server: it prints a one-time code for the member.
refusal-last-presidium = This is the last account of the township’s presidium; nobody could agree to accounts then. Add another member first, and let that member sign in.

## Tablets of the hall

refusal-tablet-code = The code is wrong, used or too old. Ask the staff to show a new one and scan it.
refusal-tablet-unknown = This tablet is not enrolled, or its time is over. Ask the staff to enrol it again.
refusal-no-tablet = There is no such tablet. Reload the list and try again.
