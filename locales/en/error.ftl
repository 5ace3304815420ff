# What went wrong with a request, and what to do next

error-title = Not done
error-home = Home
error-desk = Back to the desk
error-again = Type the password again
error-400 = What was asked for is no address of this site. Check the address or go back to the first page.
error-404 = Page not found. Check the address or go back to the first page.
error-405 = This address does not take such a request. Go back to the first page and try again.
error-408 = The content came in too slowly and was not received; nothing was saved. Check the network and try again.
error-413 = This is too large and was not taken. Make it smaller and save again; a file with a list has 2 MB at most.
error-414 = The address is too long. Go back to the first page and try again.
error-421 = This is not an address of this system. Check the address, or scan the code that the staff shows.
error-429 = Too many requests. Wait { $seconds } seconds and try again.
error-500 = Sorry, there is a problem and this was not done. Try again; if it fails again, contact the administrator.
error-503 = The service cannot save at the moment and this was not done. Try again soon; if it fails again, contact the administrator.
error-disk = Storage is full: no new ballots are taken, and this was not done. Stored ballots are safe. Contact the administrator.
error-late = The service is busy and did not answer in time. Reload in a moment and see whether it was done.
error-expired = The page is out of date and nothing was saved. Go back, reload, and do it again.
error-foreign = The request did not come from a page of this site and was not carried out. Do it again from a page of this site.
error-body = Something is missing or has the wrong form, and nothing was saved. Go back, check, and do it again.
error-text = The text has characters that cannot stand in the log, and nothing was saved. Delete special characters and try again.
error-refuted = The log does not take this. Reload and try again; if it fails again, contact the tellers.

## Ballots that are not taken

error-ballot = The ballot failed its check and was not saved. Fill it in again, or use another tablet.
error-no-poll = There is no such poll. Scan the slip again.
error-not-open = The poll's state is “{ $state }”, so no ballot can be cast. Please wait for the announcement.
error-slip-unknown = Code not recognised, or the slip is not for this session. Check the slip and try again.
error-slip-used = This slip has voted. Receipt { $code }.
error-slip-void = This slip has been voided. Ask staff.
