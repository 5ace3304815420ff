# Papers to print, and what checks them

paper-centre = Print
paper-lead = The papers that this session needs, by stage. A PDF opens in a new window; print it from the browser. Print again after a change: the code at the foot of each page tells old papers from new ones.
paper-before = Before the session
paper-during = During the session
paper-after = After the session
paper-all = Print all that is ready: { $stage } ({ $n })
paper-stage-empty = Nothing of this stage can be printed yet. Below stands what is missing and who has to do it.
paper-not-yet = Not yet
paper-picture = First page: { $name }
paper-open = Open PDF
paper-size = Paper size
paper-numerals = Numbers of the projects
paper-numerals-chinese = 一、二、
paper-numerals-arabic = 1. 2.
paper-dates = Dates
paper-dates-arabic = 2026年6月15日
paper-dates-chinese = 二〇二六年六月十五日
paper-counts = Votes
paper-counts-rule = As the rule says
paper-counts-no = Left out
paper-counts-yes = Shown
paper-secret-title = Slips and key cards
paper-secret = Slips and key cards hold secrets. They are printed only on the teller's device that makes them, and not here.

## What each is for

paper-booklet = Candidate booklet
paper-booklet-for = For every deputy: all that is written of the candidate projects.
paper-regulation = Voting regulation
paper-regulation-for = For the congress to adopt: written from the rule, in the layout of official documents.
paper-attendance = Sign-in sheet
paper-attendance-for = For the sign-in desk: by delegation, a cell to sign in for each.
paper-ballot = Blank ballot
paper-ballot-for = For an emergency on paper and for deputies who ask for paper. Print as many as are needed; the tellers count and keep them.
paper-zero = Zero report
paper-zero-for = Print it as soon as voting has opened; the tellers look into the box and sign.
paper-result = Counting report
paper-result-for = Print it when the count is done; tellers and counting clerks sign it for the chair to declare.
paper-notice = Public notice
paper-notice-for = For the presidium to issue once the result is certified, and to post once it is published.
paper-minutes = Record of the session
paper-minutes-for = For the archive: attendance, course, results and digests.

## Checking a paper

paper-check = Check a paper
paper-check-kind = Paper
paper-check-code = Code
paper-check-how = Compare the code above with the code at the foot of each page, letter by letter.
paper-stands = It matches
paper-stands-what = The code matches the data as they stand now: what this paper says has not changed since it was printed.
paper-falls = It does not match
paper-falls-what = The code does not match the data as they stand now: they have changed since, or this paper was not printed here. Ask the staff for a new one.

## Characters that cannot be printed

paper-lacking = { $n } names have characters that no typeface here has and cannot be printed in full: { $names }. Have the administrator add a typeface, or write them in by hand.
