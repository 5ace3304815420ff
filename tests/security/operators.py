"""The operators' address, `/health` and `/metrics` beside the public address: who asks there in
whatever way finds these two and nothing of the public ones, who asks at the public address finds
nothing of these, and whoever holds all its connections holds up no ballot.
"""

import http.client
import itertools
import re
import threading
from collections import Counter
from pathlib import Path

import slow
import wire
from scene import PASSWORD, Site

TOKEN = "0123456789abcdefghijklmnopqrstuv"
OWN = ["/health", "/metrics"]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY",
           "PROPFIND", "get", "FOO"]
# Names that are none of this computer's. A page of somebody else in a browser here, whose name is
# made to lead to 127.0.0.1, asks by its own name; where no token is wanted nothing else stops it.
FOREIGN = ["attacker.example", "attacker.example:80", "localhost.attacker.example",
           "127.0.0.1.attacker.example", "attacker@127.0.0.1"]
# None of the two.
TRICKS = [
    "//metrics", "/metrics/", "/metrics//", "/./metrics", "/x/../metrics", "/METRICS",
    "/metrics%00", "/metrics%20", "/metrics%2f", "/%6detrics", "/metrics;x=y", "/metrics.json",
    "/metrics/../desk", "/health/../../login", "/..%2f..%2fdesk", "/%2e%2e/desk",
    "/metrics%2f..%2fdesk", "\\metrics", "*", "metrics", "http://127.0.0.1/desk",
    "/static/../piaojue.key", "/..%2fpiaojue.key", "/%2e%2e/%2e%2e/etc/passwd", "/favicon.ico", "/",
    "/debug/pprof", "/-/reload", "/api/v1/query?query=up", "/metrics/job/x", "/health/live",
]
# Queries ask for nothing that is not there.
QUERIES = ["/metrics?name[]=up", "/health?verbose=1", "/metrics?" + "a" * 10_000, "/health?%00"]
# Who brings the token in another way, or another one.
STRANGERS = [{}, *({"authorization": it} for it in (
    "", "Bearer", "Bearer ", "Bearer  " + TOKEN, "Basic " + TOKEN, "Token " + TOKEN, TOKEN,
    f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN.upper()}", f"Bearer\t{TOKEN}",
    f"Bearer {TOKEN},{TOKEN}", f'Bearer "{TOKEN}"', "Bearer " + "a" * 8_000)),
    {"cookie": f"token={TOKEN}"}, {"x-authorization": f"Bearer {TOKEN}"},
    {"proxy-authorization": f"Bearer {TOKEN}"}, {"x-forwarded-for": "127.0.0.1"}]
# Fewer connections than there are places at that address (`src/limits.rs`), and more.
FEW, MANY = 40, 200
ID = "01234567-89ab-4cde-8f01-23456789abcd"


def run(days, folder):
    found, counts = [], Counter()
    here = ["--operations", "127.0.0.1:0"]
    with days.open.serve(*here, "--limit-addresses", "no", tls=True) as site:
        own = beside(site)
        for part in (paths, hosts, tables, public):
            found += part(days.open, site, own, counts)
        with open(folder / "wire.txt", "w") as log:
            for pace in ("whole", "by bytes"):
                found += wire.family(own, "operators", pace, log)
                counts["wire"] += len(wire.REFUSED) + len(wire.FRAMED) + 1
        # Nothing but what can be said to who watches.
        for path in OWN:
            found += [f"{path} tells {it}" for it in told(days.open, own.ask("GET", path))]
    with days.open.serve(*here, "--operations-token", TOKEN) as site:
        found += strangers(beside(site), counts)
    print(f"  requests: {dict(counts)}")
    for count in (FEW, MANY):
        with days.open.serve(*here, tls=True) as site:
            found += held(days.open, site, beside(site), count, folder)
    return found


def beside(site):
    """The operators' address of a program."""
    return Site(site.program, site.program.said(r"operations on http://(\S+)")[1], None)


def status(site, method, path, **headers):
    """The status of an answer; nothing where the connection was ended without one."""
    try:
        answer = site.ask(method, path, **headers)
    except (OSError, http.client.HTTPException):
        return None
    return answer.status


def expected(counts, kind, what, found, *wanted):
    """A finding where an answer is not among those that are wanted."""
    counts[kind] += 1
    return [] if found in wanted else [f"{what} is answered {found}"]


def paths(_day, _site, own, counts):
    found = []
    for path, method in itertools.product(OWN, METHODS):
        good = (200,) if method in ("GET", "HEAD") else (400, 405, None)
        found += expected(counts, "methods", f"{method} {path}", status(own, method, path), *good)
    for path in TRICKS:
        found += expected(counts, "paths", path, status(own, "GET", path), 400, 404)
    for path in QUERIES:
        found += expected(counts, "paths", path[:40], status(own, "GET", path), 200, 414)
    long = {"a field of 20 KB": {"x": "a" * 20_000}, "a field of 80 KB": {"x": "a" * 80_000},
            "150 fields": {f"x{at}": "a" for at in range(150)}}
    for name, headers in long.items():
        # Who goes on sending may lose the answer with the connection.
        found += expected(counts, "heads", name, status(own, "GET", "/health", **headers), 431, 400,
                          None)
    found += expected(counts, "heads", "an address of 30 KB",
                      status(own, "GET", "/health?" + "a" * 30_000), 414, 431)
    for path in OWN:
        found += expected(counts, "heads", f"1 MB to {path}",
                          status(own, "POST", path, body=b"a" * 1_000_000), 405, None)
    return found


def hosts(_day, _site, own, counts):
    asked = [(host, path, status(own, "GET", path, host=host))
             for host, path in itertools.product(FOREIGN, OWN)]
    counts["hosts"] += len(asked)
    told = [f"{path} of {host}: {it}" for host, path, it in asked if it not in (400, 403, 421)]
    found = [f"foreign hosts are answered: {'; '.join(told)}"] if told else []
    for host in (own.address, f"localhost:{own.port}", "127.0.0.1", "localhost"):
        found += expected(counts, "hosts", f"/metrics of {host}",
                          status(own, "GET", "/metrics", host=host), 200)
    for path in OWN:
        answer = own.ask("GET", path, origin="http://attacker.example")
        if answer.headers["access-control-allow-origin"]:
            found.append(f"{path} lets pages of others read it")
    return found


def addresses():
    """Every address of the program's table, with an id that nothing has for each parameter."""
    table = Path(__file__).parents[2] / "src/http/mod.rs"
    found = re.findall(r'\.with\(\s*"(/[^"]*)"', table.read_text())
    files = ["/static/js/shared/live.mjs", "/ca.crt", "/ca.pem"]
    return [*(re.sub(r"\{\*?\w+\}", ID, path) for path in found), *files]


def tables(_day, site, own, counts):
    """Nothing of the public table is at the operators' address, even for who is signed in."""
    table = [path for path in addresses() if path != "/health"]
    # The control: at the public address these are there.
    there = sum(status(site, "OPTIONS", path) == 405 for path in table)
    if len(table) < 100 or there < 100:
        return [f"a dead test: of {len(table)} addresses {there} are at the public address"]
    cookie = {"cookie": f"{site.login_cookie}={site.sign_in('admin')}"}
    found = []
    for path, method in itertools.product(table, ("GET", "POST")):
        body = "{}" if method == "POST" else None
        for headers in ({}, cookie):
            answer = own.ask(method, path, body, **headers)
            found += expected(counts, "public table", f"{method} {path}", answer.status, 404)
            if answer.headers["set-cookie"] or b"<html" in answer.body:
                found.append(f"{method} {path} is answered with a page")
    login = own.ask("POST", "/login", {"login": "clerk", "password": PASSWORD})
    return found + expected(counts, "public table", "a sign-in", login.status, 404)


def public(_day, site, own, counts):
    """Nothing of the operators' is at the public address, nor in the open beside it."""
    open_ = Site(site.program, site.plain, None)
    tries = [{}, {"authorization": f"Bearer {TOKEN}"}, {"x-forwarded-host": own.address},
             {"x-original-url": "/metrics"}, {"x-rewrite-url": "/metrics"}]
    found = []
    for at, headers in itertools.product((site, open_), tries):
        for path in ["/metrics", "/health", *TRICKS]:
            try:
                answer = at.ask("GET", path, **headers)
            except (OSError, http.client.HTTPException):
                continue
            counts["at the public address"] += 1
            if b"piaojue_" in answer.body or b"disk" in answer.body and b"<html" not in answer.body:
                found.append(f"{path} at {at.url} tells {answer.body[:80]}")
            if path == "/metrics" and answer.status not in (404, 308):
                found.append(f"{path} at {at.url} is answered {answer.status}")
    found += expected(counts, "at the public address", "the other's host",
                      status(site, "GET", "/metrics", host=f"other:{own.port}"), 421)
    health = site.ask("GET", "/health").json()
    return found + ([] if health == {"good": True} else [f"the public /health tells {health}"])


def told(day, answer):
    """What an answer tells of sessions or of who is who."""
    words = {"a session": day.session, "a poll": day.poll, "a role": "clerk",
             "a folder": str(day.work), "a township": "township"}
    text = answer.body.decode()
    kind = answer.headers["content-type"]
    found = [name for name, word in words.items() if word in text]
    return found + ([] if kind.startswith("application/") else [f"that it is {kind}"])


def strangers(own, counts):
    """Where there is a token nothing is told without it, not even what is there."""
    found = []
    for headers, path in itertools.product(STRANGERS, [*OWN, "/desk", "/nothing", "/metrics/"]):
        found += expected(counts, "token", f"{path} with {str(headers)[:60]}",
                          status(own, "GET", path, **headers), 401)
    for path in TRICKS:
        found += expected(counts, "token", path, status(own, "GET", path), 400, 401)
    for path, method in itertools.product(OWN, METHODS):
        found += expected(counts, "token", f"{method} {path}", status(own, method, path), 400, 401,
                          None)
    bearer = {"authorization": f"Bearer {TOKEN}"}
    for path in OWN:
        found += expected(counts, "token", f"{path} with it", status(own, "GET", path, **bearer),
                          200)
    return found


class Watch:
    """Asks for the measures again and again, as Prometheus does, and counts what it got."""

    def __init__(self, own):
        self.own, self.got = own, Counter()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._go_on)

    def _go_on(self):
        while not self.ended.wait(0.5):
            try:
                self.got[self.own.ask("GET", "/metrics", timeout=5).status] += 1
            except (OSError, http.client.HTTPException):
                self.got["nothing"] += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def held(day, site, own, count, folder):
    """Slow heads and silence on so many connections, then requests without a pause: meanwhile the
    public address is used, and afterwards this one answers."""
    log = folder / f"slow-heads-{count}.txt"
    found = []
    for name, act in {
        "slow heads": lambda: slow.slowhttptest(own, "slow heads", "/metrics", count, log),
        "silence": lambda: slow.silence(own, count, folder / f"silence-{count}.txt"),
        "greed, /metrics": lambda: slow.greed(own, "/metrics", "identity", str(FEW)),
        "greed, /health": lambda: slow.greed(own, "/health", "identity", str(FEW)),
    }.items():
        if count == MANY and name.startswith("greed"):
            continue
        with Watch(own) as watch:
            found += slow.beside(day, site, own, f"{name} on {count}", act)
        print(f"    the measures meanwhile: {dict(watch.got)}")
        if count == FEW and set(watch.got) != {200}:
            found.append(f"{name} on {count}: the measures were answered {dict(watch.got)}")
        found += expected(Counter(), "", f"afterwards ({name} on {count}) /metrics",
                          status(own, "GET", "/metrics"), 200)
    return found
