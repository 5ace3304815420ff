# Lists from files and pasted lines: check, preview, import

import-roll = Import the roll
import-projects = Import projects
import-steps = Steps of the import
import-step-check = Check
import-step-preview = Preview
import-step-take = Import
import-check = Check
import-cancel = Do not import, go back
import-other = Import another file
import-again = Check again after correcting

## What is handed in

import-file = Upload a file
import-file-label = Spreadsheet (.xlsx, .csv or .txt)
import-file-hint = Up to 2 MB and 2000 rows. If something is wrong, nothing is imported; if not, you see a preview first.
import-template = Template
import-template-hint = Download the template, fill it in and import it. Your own spreadsheet will do as well if its headings name the columns; other columns are not imported.
import-template-xlsx = Download Excel template
import-template-csv = Download CSV template
import-columns = What may stand in each column
import-lines = Paste text
import-lines-name = pasted text
import-lines-roll = List
import-lines-roll-hint = A line for each deputy: name, delegation, seat. Copy it from a spreadsheet, or put commas or spaces between.
import-lines-projects = List of projects
import-lines-projects-hint = A line for each project: title, investment in 10,000 yuan, content, responsible unit, due. Copy it from a spreadsheet, or put commas between.
import-nothing = There is nothing here yet. Choose a file or paste the list first.

## Columns and templates

import-column-name = 1 to 30 characters; dots (·) and rare characters are fine. Spaces for alignment are left out.
import-column-line = One line of text.
import-column-place = Up to 10 characters, such as 3排5座 or 12.
import-column-text = Up to 1000 characters, on several lines if you like.
import-column-amount = In 10,000 yuan with up to four decimals, such as 335.1545. 335.1545万元 and 1,200 are fine as well.
import-column-due = Such as { $year }年10月, { $year }-10, { $year }/10/31 or 10月底前; a month alone is one of the session’s year.
import-heading-wan = (万元)
import-notes = How to fill in
import-notes-column = Column
import-notes-how = What to write
import-notes-required = Required. { $note }
import-notes-roll =
    Write below the headings of the first sheet, a row for each deputy, { $max } rows at most.
    Do not rename the headings; columns you do not need may be deleted.
    Imported again, the same name is a change; who is on the roll and not in the file stays on it.
import-notes-projects =
    Write below the headings of the first sheet, a row for each project, { $max } rows at most.
    Do not rename the headings; columns you do not need may be deleted. Rows of sums are not imported.
    Imported again, the same title is a change; what is listed and not in the file stays listed.

## What is wrong with a list

import-fault-cell = Row { $row }, { $column }: { $why }
import-fault-row = Row { $row }: { $why }
import-faults = { $first } Problems in all: { $count }. Nothing was imported.
import-faults-list = What to correct
import-row = Row
import-column = Column
import-why = Reason
import-whole-row = whole row
import-column-twice = Two columns have the heading “{ $name }”. Delete one of them.
import-column-unit = The unit in “{ $name }” is not known. Convert the amounts to 10,000 yuan (or to yuan) and say so in the heading.
import-cell-broken = The formula of this cell has failed ({ $what }). Correct it, or type the content.
import-due = “{ $text }” is no valid day or month. Write 2026年10月 or 2026-10-31, with a year from 2000 to 2100.
import-due-number = The number { $number } can be January or October. Write 2026年10月 or 2026-10.
import-same-title = Same title as row { $row }. Choose another title, or delete one row.
import-cells-deputy = This row has { $count } parts; 3 at most: name, delegation, seat. For more, add headings.
import-cells-project = This row has { $count } parts, 5 at most. Where the content has commas, put tabs between the parts; for more parts, add headings.
import-split-name = The name “{ $name }” has one character only. Where a name has a space in it, put commas or tabs between the parts.

## What is wrong with a file

import-file-empty = Nothing stands in the file. Check whether it is the right one, fill it in and upload it again.
import-file-long = The file is over { $max } MB. Delete pictures and save it again.
import-file-kind = Only .xlsx, .csv or .txt. In your spreadsheet program, save it as an Excel workbook (.xlsx) and upload that.
import-file-old = The file is of the old kind (.xls) or has a password. Remove the password, save it as an Excel workbook (.xlsx) and upload that.
import-file-damaged = The file is damaged or incomplete. Open it in your spreadsheet program, save a copy and upload that.
import-file-unpacked = Unpacked the file is too large. Copy the list into a new workbook, save it and upload that.
import-file-macros = The file has macros. Save it as an Excel workbook without macros (.xlsx) and upload that.
import-file-unsafe = The file has links to other files, or parts that belong to no spreadsheet. Copy the list into a new workbook, save it and upload that.
import-file-rows = There are more than { $max } rows. Delete those you do not need, or import in parts.
import-file-far = Something stands in cell { $cell }, far from the list. Delete it and upload the file again.
import-file-cell = The text in row { $row }, column { $column } is too long. Shorten it and upload the file again.
import-file-quote = A quotation mark in row { $row } has no end. Close or delete it and upload the file again.
import-file-encoding = The encoding of the text is unknown, or not the one you chose. Choose another one, or save the list as .xlsx and upload that.
import-file-limits = Reading the file took too much memory or time and was stopped. Copy the list into a new workbook, save it and upload that.
import-file-busy = Other files are being read. Please upload it again in a moment.
import-file-unread = Files cannot be read at the moment; nothing wrong was found in this one. Try again in a moment; if it goes on, paste the text and call the administrator.

## How text was read

import-guess = Strange characters, or columns not parted?
import-guess-hint = Choose the encoding and the separator of the file, then read it again.
import-guess-again = Read again
import-encoding = Encoding
import-encoding-utf8 = UTF-8
import-encoding-gb18030 = GB18030 (with GBK)
import-encoding-utf16le = UTF-16 (low byte first)
import-encoding-utf16be = UTF-16 (high byte first)
import-separator = Separator
import-separator-comma = comma
import-separator-semicolon = semicolon
import-separator-tab = tab

## The preview

import-preview-title = Preview
import-source = Source
import-sheet = Sheet
import-sheets-left = other sheets, not imported: { $n }
import-read-as = Read as
import-headings = Headings
import-headings-row = row { $row }
import-headings-none = none found; columns are taken in order
import-unread = Columns not imported
import-sums = Rows of sums, not imported
import-change = Change
import-new = new
import-changed-line = changed
import-unchanged = unchanged
import-before = was
import-now = becomes
import-counts = New { $new }, changed { $changed }, unchanged { $unchanged }; registered but not in the list { $missing }.
import-whole = Nothing is saved yet. Check the table below before you import; then all of it is saved, or nothing.
import-nothing-new = There is nothing to import.
import-take = Import { $n }
import-questions = Please confirm { $n }:
import-same-name = Same name as row { $row } ({ $name }).
import-alike = Looks like “{ $name }”, which is registered: only spaces, dots or letter forms differ.
import-alike-row = Looks like “{ $name }” in row { $row }: only spaces, dots or letter forms differ.
import-on-roll = { $name } is on the roll already.
import-others = I have checked: none of these is the same person or project; import them as new.
import-missing = Registered but not in the list ({ $n })
import-missing-hint = An import does not remove them. Where one is to be removed, do so by hand.
import-missing-more = { $n } more.
import-changed = What is registered has changed since the preview. Check the new preview, then import.
import-last = Last import
import-last-line = { $at }: { $by } imported “{ $name }”.
import-see-roll = See the roll
import-see-projects = See the projects
