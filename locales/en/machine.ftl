# What the staff must know of the machine that the service runs on

alarm-disk-low = The server's storage is running out: { $free } MB free. Ask the administrator to clear it.
alarm-disk-opening = The server's storage is nearly full, { $free } MB free: no poll can be opened. Ask the administrator to clear it now.
alarm-disk-casting =
    The server's storage is full, { $free } MB free: no new ballots are taken. Stored ballots are safe. Ask the administrator to clear it now; voting resumes by itself.
alarm-clock-ahead = The server's clock jumped ahead by { $seconds } seconds. Voting is not affected; check the time, put it right, and note it in the minutes. While it is wrong, codes from a phone do not fit: who must sign in uses a recovery code.
alarm-clock-back = The server's clock jumped back by { $seconds } seconds. Voting is not affected; check the time, put it right, and note it in the minutes. While it is wrong, codes from a phone do not fit: who must sign in uses a recovery code.
alarm-copy-behind = The second copy is behind: no whole backup for { $minutes } minutes, { $entries } entries not copied. Check that the backup disk is plugged in.
alarm-copy-failed = The second copy was not written ({ $why }). Voting goes on; check that the backup disk is plugged in and not full.
