"""Slow clients by slowhttptest, silent ones and greedy ones, over TLS; beside them a second client
that reads pages and hands a ballot in.

`tests/http/slow.rs` does the same with clients of its own, and with a program that holds them as a
control. Here the tool is somebody else's, the connections are TLS, and the second client is timed.
"""

import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

# Connections of each attack, and how many of them are begun in a second.
SLOW, SILENT, RATE = 600, 2_000, 200
# A slow connection is over by then; `src/limits.rs` gives it 10 s, one that does not read 15 s, and
# an overloaded machine some more.
OVER_IN_S = 22
# Bodies are slow only after their head was let through: 20 in a second from one address.
ATTACKS = {
    "slow heads": ["-H", "-i", "5", "-x", "24", "-t", "GET", "-r", str(RATE)],
    "slow bodies": ["-B", "-i", "5", "-x", "10", "-s", "8192", "-t", "POST", "-r", str(RATE)],
    "slow reading": ["-X", "-r", str(RATE), "-w", "512", "-y", "1024", "-n", "5", "-z", "32",
                     "-k", "3"],
}
PATHS = {"slow heads": "/how", "slow bodies": "/login", "slow reading": "/static/ballotbox.wasm"}
# The second client has an address of its own, as another tablet in the hall has.
ANOTHER = "127.0.0.5"
# Strangers who ask for the largest file of a page without a pause: how they want it, and on how
# many connections.
GREED = [("identity", 40), ("gzip", 40), ("identity", 200), ("gzip", 200)]
GREED_PATH, GREED_S = "/static/ballotbox.wasm", 15
# What it may wait, at most; at rest a page and a ballot are answered in hundredths of a second.
WAITS_AT_MOST_S = 2
SECONDS = 40


def run(days, folder):
    found = []
    # Where an address is a device, it has so many connections; behind an access point that answers
    # for the hall it has all of them.
    for limited in ("yes", "no"):
        for attack in [*ATTACKS, "silence"]:
            with days.open.serve("--limit-addresses", limited, tls=True) as site:
                found += attacked(days.open, site, attack, limited, folder)
    for coding, count in GREED:
        with days.open.serve(tls=True) as site:
            found += attacked(days.open, site, f"greed, {coding} on {count}", "yes", folder)
    return found


def attacked(day, site, attack, limited, folder):
    log = folder / f"{attack.replace(' ', '-')}-{limited}.txt"

    def act():
        if attack.startswith("greed"):
            return greed(site, GREED_PATH, *attack.split()[1:4:2])
        if attack == "silence":
            return silence(site, SILENT, log)
        return slowhttptest(site, attack, PATHS[attack], SLOW, log)

    return beside(day, site, site, f"{attack}, addresses limited: {limited}", act)


def beside(day, site, target, name, act):
    """Acts on a target, the site or another address of its program, while a second client uses the
    site; what was wrong."""
    before = site.program.resident_kb()
    second = SecondClient(day, site)
    at_rest = second.rest()
    second.start()
    held_by = Held(target)
    held_by.start()
    faults = act()
    grown = site.program.resident_kb() - before
    second.end()
    faults += second.faults + held_by.end()
    found = [f"{name}: {it}" for it in faults]
    print(f"  {name}: at rest {at_rest * 1000:.0f} ms; meanwhile {second.summary()}; "
          f"{grown // 1024} MB more; {held_by.summary()}")
    if grown > 200 * 1024:
        found.append(f"{name}: the program grew by {grown // 1024} MB")
    return found


def slowhttptest(site, attack, path, count, log):
    """Runs the tool. What it says of connections is its own view: it may read from its buffer long
    after the program has ended the connection, so the system is asked as well (`Held`)."""
    command = ["slowhttptest", "-c", str(count), *ATTACKS[attack], "-p", "3", "-l", str(SECONDS),
               "-u", site.url + path, "-g", "-o", str(log.with_suffix(""))]
    with open(log, "wb") as output:
        output.write((" ".join(command) + "\n\n").encode())
        output.flush()
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                       timeout=SECONDS + 60)
    rows = [row.split(",") for row in log.with_suffix(".csv").read_text().splitlines()]
    print(f"    slowhttptest: {dict(zip(rows[0], rows[-1]))}")
    peak = max(int(row[3]) for row in rows[1:])
    return [f"a dead test: the tool held {peak} connections at most"] if peak < count / 5 else []


class Held:
    """How many connections to the site the system knows as established, and how long each was."""

    def __init__(self, site):
        self.port = f"{site.port:04X}"
        self.seen, self.most, self.longest = {}, 0, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._go_on)

    def start(self):
        self.thread.start()

    def _go_on(self):
        while not self.ended.wait(0.5):
            now = time.monotonic()
            rows = re.findall(rf"^ *\d+: [0-9A-F]{{8}}:{self.port} ([0-9A-F:]+) 01 ",
                              Path("/proc/net/tcp").read_text(), re.M)
            self.seen = {row: self.seen.get(row, now) for row in rows}
            self.most = max(self.most, len(rows))
            self.longest = max([self.longest, *(now - since for since in self.seen.values())])

    def end(self):
        self.ended.set()
        self.thread.join()
        late = self.longest > OVER_IN_S
        return [f"a connection was held for {self.longest:.0f} s"] if late else []

    def summary(self):
        return f"{self.most} connections held at most, none longer than {self.longest:.0f} s"


def silence(site, count, log):
    """Opens connections that say nothing, not even a handshake; those that are held too long."""
    streams, start = [], time.monotonic()
    for at in range(count):
        stream = socket.socket()
        stream.bind((f"127.0.1.{at % 4 + 1}", 0))
        try:
            stream.connect((site.host, site.port))
            streams.append(stream)
        except OSError:
            stream.close()
    opened = time.monotonic() - start
    times = []
    for stream in streams:
        left = max(0.01, opened + OVER_IN_S - (time.monotonic() - start))
        stream.settimeout(left)
        try:
            stream.recv(1)
            times.append(time.monotonic() - start)
        except TimeoutError:
            pass
        except OSError:
            times.append(time.monotonic() - start)
        stream.close()
    last = max(times, default=0)
    text = f"{len(streams)} silent connections opened in {opened:.1f} s; {len(times)} were ended " \
           f"by the program, the last {last:.1f} s after the first was opened"
    print(f"    {text}")
    log.write_text(text + "\n")
    if len(times) < len(streams):
        return [f"{len(streams) - len(times)} silent connections stay open"]
    return []


def greed(site, path, coding, count):
    """Asks for a file without a pause; a fault by itself is only an answer that never came."""
    script = Path(__file__).with_name("greedy.py")
    command = [sys.executable, script, site.url + path, site.authority or "", coding, count,
               str(GREED_S)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=GREED_S + 90)
    print(f"    {done.stdout.strip()} answers in {GREED_S} s")
    return [] if done.returncode == 0 else [f"a greedy client was let down: {done.stderr[-300:]}"]


class SecondClient:
    """Reads a page and hands the ballot in, twice in a second. The first time it is a fresh ballot,
    and then the same bytes again, as a tablet sends them that got no answer."""

    def __init__(self, day, site):
        self.day, self.site = day, site
        self.ballot = day.sealed(site)
        self.times, self.faults, self.receipts = {"page": [], "ballot": []}, [], set()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._go_on)

    def rest(self):
        """How long a page takes when nothing else happens: the median of ten."""
        times = sorted(self._timed("page") for _ in range(10))
        self.times["page"].clear()
        return times[5]

    def start(self):
        self.thread.start()

    def end(self):
        self.ended.set()
        self.thread.join()
        if not self.times["ballot"]:
            self.faults.append("no ballot came in")
        if len(self.receipts) > 1:
            self.faults.append(f"one ballot, receipts {self.receipts}")

    def _go_on(self):
        # The attack has begun.
        self.ended.wait(3)
        while not self.ended.is_set():
            self._timed("page")
            self._timed("ballot")
            self.ended.wait(0.5)

    def _timed(self, kind):
        start = time.monotonic()
        try:
            if kind == "page":
                answer = self.site.ask("GET", "/how", source=ANOTHER)
            else:
                answer = self.site.ask("POST", self.day.ballots, self.ballot, source=ANOTHER)
                if answer.status == 200:
                    self.receipts.add(answer.json()["leaf"])
            if answer.status != 200:
                self.faults.append(f"a {kind} was answered {answer.status}")
        except OSError as error:
            self.faults.append(f"a {kind}: {error!r}")
        took = time.monotonic() - start
        if took > WAITS_AT_MOST_S:
            self.faults.append(f"a {kind} took {took:.1f} s")
        self.times[kind].append(took)
        return took

    def summary(self):
        def of(kind):
            times = sorted(self.times[kind])
            if not times:
                return f"no {kind}"
            return f"{len(times)} {kind}s, median {times[len(times) // 2] * 1000:.0f} ms, " \
                   f"slowest {times[-1] * 1000:.0f} ms"
        return f"{of('page')}; {of('ballot')}"
