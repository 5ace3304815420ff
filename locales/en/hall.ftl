# The hall's screen

hall-all = Entitled
hall-present = Present
hall-leave = On leave
hall-missing = Missing
hall-quorum = Quorum { $needed }
hall-quorum-met = ✓ Quorum reached ({ $needed })
hall-code = Question code
hall-cast = Cast / present
hall-certifying = Opened; tellers and presidium are signing the result
hall-rehearsal-over = The rehearsal is over; its result is not published
hall-voided = This vote is void. Please wait for an announcement
hall-soon = Voting has not started. Please wait
hall-public = Scan to read the published result
hall-qr = QR code of the public page
hall-page = Page { $at } of { $pages }
hall-pages = Pages
hall-pause = Hold this page
hall-turn = Next page
hall-go-on = Turn by itself
