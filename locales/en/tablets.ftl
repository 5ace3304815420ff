# Tablets of the hall

tablets-lead = The hall's tablets are enrolled, watched and reset here. To enrol one, let it scan the QR code: each code enrols one tablet within 10 minutes, for one day (12 hours).
tablets-none = No tablet is enrolled. Enter a number below and scan the code that appears with the tablet.
tablets-count = { $ready } ready, { $all } enrolled.
tablets-version = Current version of the page: { $version }
tablets-standing = State
tablets-seen = Last heard
tablets-acts = Acts
tablets-ready = Ready
tablets-away = Away
tablets-ended = Over
tablets-never = Not yet
tablets-old = Old page { $version }
tablets-reset = Reset this tablet
tablets-revoke = Take out
tablets-reset-hint = After a reset the tablet opens the voting page anew within 20 seconds, and what was being filled in is gone; ballots that were sent are not affected.
tablets-add = Enrol a tablet
tablets-name-hint = The number on the tablet, for example 07. If the same number is enrolled again, the former enrolment ends.
tablets-seat-hint = Where it stands; may be empty. Please do not write the names of deputies.
tablets-offer = Show the code
tablets-scan = Scan with tablet { $name }
tablets-scan-lead = Scan with the tablet's camera and open the address; when the voting page appears, the tablet is enrolled. This code is not shown again.
tablets-scanned = Enrolled, show the list
tablets-secrecy = Here are only numbers and places of tablets. Who votes on which tablet, and from which tablet a ballot came, is not recorded.
field-tablet = Tablet
field-tablet-seat = Place
field-tablet-page = Version of the page
verb-tablets = manage tablets
nav-tablets = Tablets

## The page that a tablet opens to be enrolled

enrol-title = Enrol this tablet
enrol-waiting = One moment.
enrol-running = Enrolling.
enrol-no-code = Scan the code that the staff shows with the tablet's camera.
enrol-offline = There is no network and the tablet was not enrolled. Check the network and scan again.
