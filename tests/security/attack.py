"""Runs the parts of tests/security/run: each attacks a program of its own and says what it found.

A part prints what it did, in numbers, and gives a list of findings. Known false alarms stand in the
part that meets them, each with its reason, and are explained in docs/SECURITY-TESTS.md.
"""

import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import api
import crawl
import operators
import postgres
import slow
import sql
import tls
import wire
from scene import Day

PARTS = {"tls": tls.run, "wire": wire.run, "slow": slow.run, "sql": sql.run, "api": api.run,
         "crawl": crawl.run, "postgres": postgres.run, "operators": operators.run}


class Days:
    """The days that parts attack copies of, each made when it is first wanted."""

    def __init__(self, binary, work):
        self.binary, self.work, self.made = binary, work, {}

    def _day(self, kind, make):
        if kind not in self.made:
            self.made[kind] = make(self.binary, self.work)
        return self.made[kind]

    @property
    def open(self):
        return self._day("open", Day.open)

    @property
    def published(self):
        return self._day("published", Day.published)


def main():
    binary, output, *wanted = sys.argv[1:]
    if unknown := set(wanted) - set(PARTS):
        sys.exit(f"tests/security/run: no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    # Who is asked to stop stops what was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("tests/security/run: stopped"))
    work = Path(tempfile.mkdtemp(prefix="piaojue-security-"))
    days, found = Days(binary, work), {}
    try:
        for part in wanted or PARTS:
            print(f"\n== {part}", flush=True)
            folder = Path(output).resolve() / part
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            start = time.monotonic()
            found[part] = PARTS[part](days, folder)
            print(f"  {time.monotonic() - start:.0f} s", flush=True)
            for finding in found[part]:
                print(f"  FINDING {finding}", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    count = sum(map(len, found.values()))
    none = "no findings beyond the false alarms that are known"
    print(f"\n{count} findings" if count else f"\n{none}")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
