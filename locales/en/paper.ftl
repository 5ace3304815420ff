# Paper and hands: how votes come in, the emergency page, counts apart and together, reconciliation

channel-sealed = Sealed ballots on tablets
channel-paper = Paper
channel-hands = Show of hands

## Counts apart and together

apart-title = Sealed ballots and papers apart and together
apart-valid = Valid ballots: { $sealed } sealed, { $paper } on paper, { $both } together.
apart-option = No.
apart-project = Project
apart-way = Way
apart-sealed = Sealed
apart-paper = Paper
apart-both = Both
apart-votes = Votes
apart-yes = For
apart-no = Against
apart-abstain = Abstain
apart-number = No. { $n }

## Reconciliation

recon-issued = Handed out = returned + not cast
recon-stubs = Stubs = sealed ballots
recon-papers = Papers handed out = returned + missing
recon-present = Returned are not more than present
recon-sign-in = The sign-in list has everybody counted
recon-handed-out = handed out
recon-returned = returned
recon-not-cast = not cast
recon-ballots = sealed ballots
recon-paper = papers
recon-stubs-counted = stubs
recon-papers-issued = papers handed out
recon-papers-in = papers returned
recon-unreturned = missing
recon-present-figure = present at the close
recon-signed-in = on the sign-in list
recon-holds = ✓ agrees
recon-open = … not counted yet
recon-answered = ! differs, the presidium has signed for it
recon-voids = ✕ differs, the vote is void
recon-breach = ✕ differs
recon-law-issued = More ballots returned than handed out make the vote void, and the presidium orders a new one; fewer are valid, and the difference is recorded (the adopted rules; compare article 44 of the Election Law).
recon-law-stubs = Where stubs and sealed ballots differ they are counted again in public; if they still differ, the presidium must sign for it before anything is opened.
recon-law-present = More ballots than deputies present make the vote void, and the presidium orders a new one (the adopted rules; compare article 44 of the Election Law).
recon-law-sign-in = The sign-in list has fewer than were present at the close: it was changed since. The clerk and tellers check it and put it right before anybody signs.
recon-blocks = One count does not agree: the result cannot be certified. Find out why first.

## The emergency page

emergency-title = Emergency: going on on paper
emergency-lead = When tablets, network or power fail, the vote goes on on paper in the same round, and sealed ballots that were cast stay valid. Print this page before the session and keep it at the tellers' table.
emergency-now = What to do now
emergency-none = No vote is going on. For a vote that is wholly on paper, prepare one.
emergency-prepare = Prepare a vote on paper
emergency-cast = Sealed ballots cast
emergency-held = Slips taken in, not void yet
emergency-void = On paper
emergency-left = Not voted yet
emergency-switched = On paper since { $since }. Reason: { $reason }
emergency-hand-out = Tellers take in unused slips one by one, enter them and hand out papers; another teller signs too.
emergency-to-slips = Enter slips and hand out papers
emergency-to-close = To the close
emergency-to-tasks = Enter papers
emergency-back = The tablets work again
emergency-back-lead = Deputies who were handed no paper can then vote on tablets again. The presidium confirms.
emergency-back-ask = Ask to return to tablets
emergency-reason = Reason
emergency-reason-hint = For example: a power cut, tablets cannot be used. The time is recorded.
emergency-switch-lead = The presidium confirms. Tablets then take no more votes, and screens say that voting goes on on paper.
emergency-switch-ask = Ask to go on on paper
emergency-switch-who = The clerk asks to go on on paper; the presidium confirms.
emergency-single = Where single deputies ask for paper nothing is switched: a teller takes in the slip, enters it and hands out a paper.
emergency-entered = { $issued } papers were handed out, { $papers } are entered. Two tellers enter them apart.
emergency-over = This vote is counted already; it cannot go over to paper.
emergency-steps = Step by step
emergency-step-stop = Stop.
emergency-step-stop-how = The chair says so. Deputies stay seated and keep their slips; who has voted does not vote again.
emergency-step-switch = Ask and confirm.
emergency-step-switch-how = The clerk asks on this page, the presidium confirms, on a machine with backup power; where nothing works, see the last paragraphs.
emergency-step-hand = Take slips in, hand papers out.
emergency-step-hand-how = A teller takes in an unused slip and scans or types its code; it is entered only if it has not voted. Two tellers sign with their cards. One slip, one paper.
emergency-step-vote = Mark and vote.
emergency-step-vote-how = Deputies mark the paper apart and put it into a box of its own. A spoiled paper is exchanged for another.
emergency-step-close = Close.
emergency-step-close-how = When the chair says so the clerk asks for the close and a teller confirms. Before that all slips taken in are signed for.
emergency-step-count = Count and enter.
emergency-step-count-how = Open the box, count the papers, put the invalid ones apart, read out the rest. Two tellers enter on their own devices without looking at each other's; where they differ, both go back to the paper; when equal, each signs.
emergency-step-seal = Seal and open.
emergency-step-seal-how = Every teller states stubs and missing papers, checks the log and signs; the sums of the sealed ballots are opened as usual, and both parts are added.
emergency-step-certify = Reconcile and certify.
emergency-step-certify-how = Handed out = returned + not cast: when every line agrees the result is signed. The papers are sealed and kept with the record.
emergency-few-title = Fewer than { $least } papers
emergency-few = Totals of papers are published apart; fewer than { $least } would show how people voted, so they are not counted apart. Before the close two tellers let the slips go on the page of slips, mix papers and slips, and cast the papers on a tablet with those slips.
emergency-dead-title = When this round cannot go on
emergency-dead = Where there are too few sealed ballots, too few deputies left, or the server does not come back: the presidium voids the vote and the clerk holds it again on paper. Without the server everything is done on paper and entered later.
emergency-wholly-title = Wholly on paper, or by hands
emergency-wholly = Choose “Paper” or “Show of hands” when the vote is prepared; no slips are made. At the close the number of papers handed out is stated; the rest is the same. Hands are not secret, and only for, against or abstain.
