# The JSON interface, for programs

api-lead = Each thing that can be done has one address: people use its page, programs its JSON. This page lists all addresses that give or take JSON.
api-guide-header = What changes something is a POST with JSON and the header X-Piaojue: 1. Its length stands in Content-Length: a body in chunks is refused with 400 before anything of it is read. Forms of pages use the same addresses and are answered with pages; a program that sends a form asks for JSON with Accept: application/json.
api-guide-login = Where a login is needed, sign in with POST /login first and send its cookie along (the examples keep it in the file jar).
api-guide-errors = What is not done is answered with a status of 4xx or 5xx and the members error (a stable code) and message (a sentence that says what to do).
api-guide-sealed = Seals, signatures and shares are made on their holder's own device. This site takes the results and never a key.
api-download = Download the OpenAPI description
api-verbs = All addresses
api-who = For
api-fields = Fields of the body
api-members = Members of the answer
api-everybody = everybody
api-signed-in = every account
api-cookie = The cookie of a login
api-header = Always 1. Pages of other sites cannot send this header.
api-answer = Done
api-answer-page = Done; the page goes on at the address in Location
api-refused = Not done, with why and what comes next
api-error-code = A stable code
api-error-message = One sentence: why, and what comes next
api-error-detail = The program's own detail, in English, for whoever writes the program that asks; not always there

## Published

api-published-sessions = Lists the sessions with a published annual list, the latest first.
api-published-result = The published result of a session: lists, votes, rules, question and closing codes, corrections.
api-published-bundle = The bundle of a session, to be verified.
api-published-description = The OpenAPI description of this interface.

## Login

api-set-up = Makes the first account, with the setup code shown at the start.
api-sign-in = Signs in.
api-login-password = Chooses an own password, the step of signing in with a one-time code or an expired one.
api-login-code = Gives the code of the second factor, or a recovery code.
api-login-set-up = Confirms a second factor with its first code, and gives the recovery codes.
api-sign-out = Signs out.
api-password = Changes the own password.
api-again = Takes the password once more, before acts of a second person.
api-language = Chooses the language.

## The day

api-live = Lists the sessions that are running now.
api-state = The state of a session as it stands.
api-events = Pushes the state of a session, one event for each change.
api-poll = What a tablet needs to show a ballot.
api-slip = Whether a slip is still unused in a poll.
api-cast = Casts a sealed ballot and gives its receipt.

## Officers

api-officer = What waits for the acting officer.
api-keys = Registers the public halves of a key card.
api-signature = Signs a note.
api-slips = Hands in the roll of slips.
api-void-slip = Asks for a slip to be void.
api-closing = Hands in the count of stubs and the signature of the closing note.
api-paper = Hands in what a teller reads off a batch of papers; the other teller's figures are not given.
api-paper-release = Lets go of slips held for too few papers, so that they are cast on a tablet.
api-share = Hands in a share of the sums.
api-log-head = The size of the log and a signed checkpoint over it.
api-log-entries = All entries of the log from one on.

## The desk

api-stage = Leads a session to its next stage; from is the stage that it has now.
api-act-confirm = Confirms an act as the second person.
api-act-withdraw = Withdraws an act that waits for its second person.
api-archive = Asks for the archive of a session to be let go; a member of the presidium confirms.
api-mark = Signs deputies in, notes leave, or takes a mark back.
api-mark-found = Signs in the one deputy whose name or seat fits; done is false where none or several do.
api-mark-late = Asks for a manual sign-in, which a teller confirms.
api-poll-open = Asks the tellers to open voting.
api-poll-take-back = Takes the request to open back.
api-poll-pause = Pauses voting.
api-poll-to-paper = Asks for the vote to go on on paper.
api-poll-to-tablets = Asks for the vote to return to tablets.
api-poll-resume = Resumes voting.
api-poll-close = Asks for the close, which a teller confirms.
api-poll-publish = Asks for publication, which a presidium member confirms.
api-poll-next-round = Prepares the round that the rule asks for, and gives the new poll.
api-poll-again = Prepares a void poll again, and gives the new poll.
api-poll-void = Asks for a poll to be void, which the presidium signs.
api-poll-correct = Asks for a correction of a published result, which the presidium signs.

## Preparation

api-account-add = Asks for an account; where there is no presidium yet it is there at once.
api-account-close = Closes an account.
api-account-password = Asks for a reset of an account.
api-township = Adds or changes a township; version 0 adds one.
api-session-add = Begins a session and gives its id.
api-deputy-add = Adds a deputy.
api-deputies-import = Imports deputies from a file or text, all of them or none.
api-deputy-edit = Changes a deputy's name, delegation and seat.
api-deputy-status = Records what became of a deputy's seat.
api-deputy-remove = Takes a deputy off the roll.
api-project-add = Adds a project; state is where it begins.
api-projects-import = Imports projects from a file or text, all of them or none.
api-project-edit = Changes a project; version is the one that was seen.
api-project-move = Moves a project to another state, with a reason.
api-officer-add = Adds a teller or presidium member.
api-officers-propose = Asks all tellers and presidium members to sign their list.
api-officer-remove = Takes a teller or presidium member away.
api-poll-add = Adds a poll and gives its id; for clerks only.
api-poll-edit = Changes a poll; version is the one that was seen.
api-poll-freeze = Asks for list and rule to be fixed, which a presidium member confirms.
api-poll-adopt = Records that the congress adopted the rule.
api-poll-discard = Discards a poll that is not fixed yet.
api-grant-give = Agrees as the second person.
api-grant-withdraw = Withdraws it, or does not agree.

## Tablets of the hall

api-enrol = Enrols a tablet with a code that is used once.
api-heartbeat = What a tablet says every 20 seconds.
api-tablet-offer = Makes the code that enrols one tablet.
api-tablet-reset = Has a tablet open its page anew.
api-tablet-revoke = Takes a tablet out.
