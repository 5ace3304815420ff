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
