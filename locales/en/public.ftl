# What everybody can read

public-home = Annual lists
public-how = How to check
public-verify = Check online
public-desk = Desk
public-accessibility = Accessibility
public-privacy = Privacy
public-api = For programs
public-foot = This site publishes how townships voted on livelihood projects. With a question about a result, turn to the presidium of the township's people's congress, or in a subdistrict to its working committee.

## The home page

public-home-title = Results of the votes on livelihood projects
public-home-lead = Deputies of township congresses decide, and assemblies of subdistricts recommend, which livelihood projects are carried out this year, and the results are published here. Every ballot is counted sealed, and anybody can check the result.
public-to-desk = To the desk
public-running = Sessions running now
public-lists = Published annual lists
public-no-lists = The list of this year has not been published yet.
public-list-title = Livelihood projects of { $township }, { $year }
public-list-meta = { $n } projects · updated { $at }

## The list of a session

public-updated = Updated { $at }
public-count = { $n } projects, in the order of the list of candidates.
public-none-chosen = No project was chosen in this vote. The result below says why.
public-decided-by = How they were chosen
public-round = Result of round { $n }
public-corrected = Correction ({ $at })
public-published-at = Published
public-question-code = Question code
public-closing-code = Closing code
public-receipts = Receipt codes
public-officers = Tellers and presidium
public-tellers = Tellers
public-presidium = Presidium members who sign
public-check = Check it yourself
public-check-codes = Question code and closing code were read out in the hall and stand in the paper record. Compare them with the two codes above.
public-check-receipt = A deputy finds the receipt code that the tablet showed in the list of receipt codes.
public-check-bundle = Anybody can download the bundle and check every sealed ballot and the count again, with the offline program or on the page of this site.
public-check-here = Check this result
public-bundle = Download the bundle
public-organiser = Held by the presidium of the people's congress of { $township }

## How a poll was decided

public-back-list = Back to the list
public-back-poll = Back to the result
public-when = Voting began { $opened }; the result was published { $at }
public-figures = People and ballots
public-all = Entitled
public-present = Present
public-issued = Issued
public-cast = Returned
public-not-cast = Not cast
public-invalid = Invalid
public-papers = { $n } of the ballots returned were on paper.
public-no-sealed = This vote used no tablets: there are no sealed ballots and no receipt codes. Two tellers entered the figures apart, found them equal and signed.
public-rule = The rule
public-rule-title = The whole rule
public-rule-lead = These articles are written from the very rule that the count used; the congress adopted this rule. They are in Chinese.
public-votes = Votes
public-votes-of = { $n } votes
public-votes-table = Table of votes
public-number = No.
public-project = Project
public-fate = Result
public-yes = For
public-no = Against
public-abstain = Abstain
public-score = Score
public-names-only = By the rules of this vote the notice names the projects only. The votes were read out in the hall and stand in the record that everybody may check.
public-reasons = The reason for each project
public-remarks = Remarks
public-proof = Who certified it, and how to compare
public-signed-tellers = Tellers who signed
public-signed-presidium = Presidium members who signed
public-proof-codes = The question code is read out when voting begins, the closing code after it ends. Where both agree with the paper record of the hall, this is the vote that took place there.

## The rule in a paragraph

public-rule-pick = Each deputy could choose up to { $max } of { $options } projects, or fewer.
public-rule-pick-some = Each deputy chose { $min } to { $max } of { $options } projects.
public-rule-answers = Each deputy voted for, against or abstained on each of { $options } projects.
public-rule-capped = Each deputy voted for, against or abstained on each of { $options } projects, with at most { $max } in favour.
public-rule-grades = Each deputy gave each project a grade: { $grades }.
public-rule-rank = Each deputy could give { $options } projects the numbers 1 to { $max } by priority.
public-rule-blank-abstain = A project without a mark counts as an abstention.
public-rule-blank-yes = A project without a mark counts as in favour.
public-rule-quorum = The vote needed { $demand } to be present.
public-rule-grading = A project's grade follows from the ballots in each grade; the whole rule has the shares.
public-rule-no-mark = There is no pass mark.
public-rule-pass = A project passes with the votes of { $demand }.
public-rule-borda = Numbers give points, and more points rank higher.
public-rule-rank-sum = Numbers are added up, and the smaller sum ranks higher.
public-rule-all-carried = All that pass are carried.
public-rule-seats = { $n } are chosen: the first in order among those that pass.
public-rule-tie-revote = Where votes are equal for the last place, the tied projects are voted on again.
public-rule-tie-presidium = Where votes are equal for the last place, the presidium decides.
public-rule-tie-all = Where votes are equal for the last place, all tied projects are chosen.
public-rule-tie-none = Where votes are equal for the last place, none of the tied projects is chosen.
public-rule-short-leave = Where too few pass, the other places stay empty.
public-rule-short-revote = Where too few pass, the others are voted on again.
public-rule-short-next = Where too few pass, the next session votes on the other places.
public-rule-short-presidium = Where too few pass, the presidium decides.
public-whole-all = all deputies
public-whole-present = the deputies present
public-whole-issued = the ballots issued
public-whole-valid = the valid ballots
public-share-half = half
public-share-whole = the whole
public-share-two-thirds = two thirds
public-share = { $num }/{ $den }
public-demand-over = more than { $share } of { $whole }
public-demand-least = at least { $share } of { $whole }

## Receipt codes

public-receipts-lead = These are the receipt codes of all sealed ballots of this vote. After casting, the tablet showed each deputy the own code.
public-receipt-label = Find a receipt code
public-receipt-hint = 10 characters, for example 7KQ2M-9XD40. Capitals and hyphens do not matter; the letter O is read as 0, the letters I and L as 1.
public-receipt-search = Find
public-receipt-no-code = This is not a receipt code. A receipt code has 10 characters; please check it and type it again.
public-receipt-nowhere = The record of this vote has no receipt code { $code }. Check every character, then whether it is from this vote. If it is still missing, tell a teller now.
public-receipt-here = Found: the sealed ballot with the receipt code { $code } was received and counted.
public-receipt-shows = What a receipt code shows
public-receipt-is = It shows that this sealed ballot is in the record, unchanged, and in the sums.
public-receipt-not = It does not show what was chosen, nor that the tablet sealed what was chosen.
public-receipt-buyer = It proves to nobody how its holder voted. No sealed ballot is ever opened by itself.
public-receipt-site = The list is sorted by characters, not by time. This site receives what you type above; to keep it to yourself, use your browser's own search in the page.
public-receipts-all = All receipt codes ({ $n })
public-receipts-papers = { $n } more ballots were on paper and have no receipt code.

## How to check

public-how-lead = You need not trust this site to know whether a result is right. This page says how votes are cast and counted, and how to check them yourself.
public-how-happens = How the vote works
public-how-slip = After signing in, each deputy draws a slip. It bears a random code and no name, and nobody knows who drew which.
public-how-seal = The deputy chooses on a tablet. The ballot is locked inside the tablet and only then sent; the site receives locked ballots, which it cannot open.
public-how-close = After the close the tellers count the slips' stubs in front of all, compare them with the ballots received, sign, and read out the closing code.
public-how-open = Each teller holds the key to one lock. All keys together open the total of each project, and never a single ballot.
public-how-publish = The rule gives the result by itself. Tellers and presidium sign it, then it is published together with the bundle.
public-how-yourself = How to check it yourself
public-how-deputy = You are a deputy: find your receipt code in the list of receipt codes.
public-how-hall = You were in the hall: compare the question code and the closing code that were read out with the two published here.
public-how-anybody = You are anybody: open the page to check online. Your browser checks every sealed ballot again and adds up the totals again. Or let somebody you trust run the offline program.
public-how-trust = What is left to people
public-trust-page = Whoever serves a page can change it, and a changed page could see choices. That is why the hall has tablets prepared ahead, the question code is read out, and tellers compare the page. The last word is paper.
public-trust-receipt = A receipt code shows that a ballot was received, not that the tablet sealed what was chosen.
public-trust-phone = A changed program on an own phone could keep proof of a vote. The hall's tablets do not.
public-trust-tellers = All tellers together with the server could open a single ballot, and a film of the hall may tell whose it is. With one teller missing they cannot.
public-trust-slips = Whoever makes the slips could copy a code and vote before its holder, who is then told so. That is why two tellers make them together, offline, and stubs are counted in front of all. The last teller to hand in a share could see the totals and refuse; the record names that teller.
public-trust-unanimous = A total of all or of none tells how everybody voted. No system can help that.
public-trust-quantum = A quantum computer could one day open published ballots. They bear slips in order of casting, and no names.
public-how-engineer = Checking with commands
public-how-list = List the published sessions:
public-how-get = Download the bundle of a session:
public-how-run = Check it offline, without any key and without this site:
public-how-compare = Compare the question code and closing code that it prints with the paper record of the hall: the program proves that the record is consistent, the two codes that it is the record of that vote.
public-how-checks = The program makes 16 checks: form and signatures of the record, the tellers' locks, the question, the slips, the proof of every sealed ballot, the sums, every share, paper ballots, the rule run again, the relations between the figures, the certificate and the bulletin. Exit status 0 is verified, 1 refuted, 2 incomplete or not published yet.

## Accessibility

public-a11y-lead = Every deputy and every citizen should be able to read, use and check this without help.
public-a11y-aim = What we aim at
public-a11y-wcag = All pages are designed to level AA of the Web Content Accessibility Guidelines, WCAG 2.2.
public-a11y-age = Sizes of text and buttons and contrasts follow the design rules for older users of the Ministry of Industry and Information Technology.
public-a11y-law = The legal basis is article 32 of the Law on the Construction of a Barrier-Free Environment.
public-a11y-has = What is done
public-a11y-script = Public pages are complete without scripts, but for checking online.
public-a11y-keys = Every link and button can be reached by keyboard alone with a visible focus, and screen readers can read everything.
public-a11y-size = Text has 20 pixels and can be enlarged to 400 % without scrolling sideways, on phones too.
public-a11y-charts = Beside every picture stand a table and text with the same numbers; nothing depends on colour.
public-a11y-vote = The page on which deputies vote has four sizes of text, a dark and a high-contrast mode; whoever cannot use a tablet votes on paper.
public-a11y-lacks = What is still missing
public-a11y-lack-verify = Checking online needs scripts. Where they cannot run, the offline program does the same.
public-a11y-lack-english = The whole rule and the texts of projects are in Chinese only.
public-a11y-lack-people = So far pages are checked by programs and by keyboard; people with disabilities and old people have not tried them yet.
public-a11y-tell = If something is difficult, tell the presidium of the township's people's congress (in a subdistrict the working committee), or ask its staff in person.

## Privacy

public-privacy-lead = This page says what is kept of whom. Nobody's choice is kept in a form that anybody can read.
public-privacy-kept = What is kept
public-privacy-deputies = Deputies
public-privacy-deputies-kept = Name, delegation, seat, whether in office, whether present or on leave; for a manual sign-in also the reason and the two people who made it. This is not public; the staff of the same township sees it, and whoever maintains the server.
public-privacy-officers = Tellers and presidium members who sign
public-privacy-officers-kept = Name, office, and the public half of the key that signs. This is published with the result, because checking signatures needs it.
public-privacy-staff = People with an account
public-privacy-staff-kept = Login name, name, role, township, a one-way digest of the password, times of logins, and the log of what was done. This is not public.
public-privacy-ballots = Sealed ballots
public-privacy-ballots-kept = The locked ballot, the public number of the slip, and the order. No name, no time. Once the result is published, this is public with the bundle.
public-privacy-readers = Readers of these pages
public-privacy-readers-kept = Only when you change the language, your browser keeps that choice. No statistics, no tracking, nothing from other sites.
public-privacy-never = What is never kept
public-privacy-never-choice = What any deputy chose.
public-privacy-never-slip = Which deputy used which slip.
public-privacy-never-numbers = Identity numbers, telephone numbers, addresses, photographs, faces, fingerprints, places.
public-privacy-never-track = Marks for advertising or analysis.
public-privacy-law = Legal basis and rights
public-privacy-law-why = The congress (in a subdistrict the working committee) needs this to fulfil its statutory duties (Personal Information Protection Law, articles 13(1)(3) and 34), and no more is collected than sign-in and count need.
public-privacy-law-public = Who proposed a project is not shown on public pages.
public-privacy-law-long = The record of a vote belongs to the archives of the meeting: it grows and is never changed. Roll, sign-in and log are kept and destroyed by the township's congress (in a subdistrict by the working committee) under the rules of archives; this site deletes nothing by itself.
public-privacy-law-rights = Under chapter IV of that law you can ask the presidium of the township's people's congress (in a subdistrict the working committee) to see, copy and correct what is kept of you.
