# The archive of a session

archive-file = archive
archive-go = Export the archive of the session
archive-lead = One file with everything that is kept of this session. The clerk asks for it; it can be downloaded when a member of the presidium has confirmed.
archive-early = The session is not closed yet, and the archive is not complete. It can be asked for here when the session is closed.
archive-changed = The session has changed since the archive was confirmed, and that archive cannot be downloaded any more. The clerk asks again.
archive-ask-lead = The digest of the file is computed now. It is this file that the second person confirms, and no other can be downloaded.
archive-ask = Ask for the archive
archive-clerk-asks = Nobody has asked for the archive. The clerk asks, a member of the presidium confirms.
archive-ready = Ready to download
archive-confirmed = Confirmed
archive-confirmed-by = { $name }, { $at }
archive-digest = SHA-256 digest
archive-ready-lead = Each download stands in the audit trail. When the session changes, it has to be asked for again.
archive-fetch = Download the archive
archive-clerk-fetches = The clerk downloads it.
archive-inside = What is in it
archive-inside-bundle = bundle.json: the bundle, with which an offline program checks every sealed ballot and the result again.
archive-inside-result = result.json and projects.json: what was published and all projects, for programs; totals for research in the folder totals.
archive-inside-tables = Folder tables: roll, projects, results, progress and audit trail, each for Excel and as CSV.
archive-inside-rules = Folder rules: the voting regulation of each poll.
archive-inside-manifest = README.txt, manifest.json and SHA256SUMS: what each file is, how to check it, and the digests.
archive-inside-never = No single ballot's content is in it, and no key or slip code.
