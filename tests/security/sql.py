"""sqlmap at whatever a stranger or a signed-in person can type: fields of forms with their tokens,
members of JSON, ids in addresses, queries, cookies. A page that does have an injection is the
control: with the same settings sqlmap must find it.
"""

import contextlib
import http.server
import json
import re
import sqlite3
import subprocess
import threading
import urllib.parse

# For each target; a target that takes longer is said to have been cut.
SECONDS = 60
SETTINGS = ["--batch", "--level", "2", "--risk", "1", "--threads", "1", "--technique", "BEUST",
            "--time-sec", "2", "--timeout", "15", "--retries", "0", "--ignore-code", "*",
            "--flush-session", "--drop-set-cookie", "--disable-coloring", "--skip-waf"]
SCRIPT = ["-H", "x-piaojue: 1", "-H", "content-type: application/json"]


def run(days, folder):
    if found := dead(sqlite(), folder / "control"):
        return found
    requests, cut = 0, 0
    for kind in ("open", "published"):
        day = getattr(days, kind)
        with day.serve() as site:
            more, count, left = scanned(day, site, kind, folder, SECONDS)
            found, requests, cut = found + more, requests + count, cut + left
    print(f"  {requests} requests in all; {cut} targets were cut after {SECONDS} s")
    return found


def dead(ask, place):
    """What is wrong with the test itself: it finds the injection of a control, and its faults."""
    injected, _, _, failed = attacked(*vulnerable(ask), place, SECONDS)
    if not injected or not failed:
        return ["a dead test: sqlmap does not find the injection of the control"]
    print("  the control's injection is found")
    return []


def scanned(day, site, kind, folder, seconds):
    """Lets sqlmap at all targets of a day; what was found, how many requests and cut targets."""
    found, requests, cut = [], 0, 0
    for number, (name, target) in enumerate(targets(day, site, kind)):
        place = folder / f"{kind}-{number:02}"
        injected, count, whole, failed = attacked(name, target, place, seconds)
        requests += count
        cut += not whole
        print(f"    {kind}: {name}: {count} requests{'' if whole else ', cut'}", flush=True)
        found += [f"{name}: {it}" for it in injected]
        found += [f"{name}: {failed} answers of 5xx"] if failed else []
    return found, requests, cut


def attacked(name, target, place, seconds):
    """What sqlmap says can be injected, how many requests it made, whether it ended by itself, and
    how many answers were of 5xx."""
    place.mkdir(parents=True)
    command = ["sqlmap", *SETTINGS, "--output-dir", str(place / "session"), "-t",
               str(place / "traffic.txt"), *target]
    with contextlib.ExitStack() as stack:
        if server := getattr(name, "server", None):
            stack.callback(server.shutdown)
        log = stack.enter_context(open(place / "log.txt", "wb"))
        log.write((" ".join(command) + "\n\n").encode())
        log.flush()
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                           timeout=seconds)
            whole = True
        except subprocess.TimeoutExpired:
            whole = False
    text = (place / "log.txt").read_text(errors="replace")
    # Only the head of each request counts; the bodies are large.
    traffic = place / "traffic.txt"
    heads = traffic.read_bytes() if traffic.exists() else b""
    count = len(re.findall(rb"^HTTP request \[#", heads, re.M))
    failed = len(re.findall(rb"^HTTP response \[#\d+\] \(5", heads, re.M))
    traffic.unlink(missing_ok=True)
    injected = re.findall(r"^Parameter: .*$|^.*is vulnerable.*$", text, re.M)
    if not injected and count < 10:
        injected = [f"a dead test: only {count} requests, see {place / 'log.txt'}"]
    return injected, count, whole, failed


class Control(str):
    """The control's name, with its server."""


def sqlite():
    """Runs statements in a database of SQLite."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("create table people (id integer, name text)")
    database.executemany("insert into people values (?, ?)", [(1, "one"), (2, "two")])
    return lambda statement: database.execute(statement).fetchall()


def vulnerable(ask):
    """A page that puts what it is given into its statement, and asks a database with it."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
            name = query.get("name", [""])[0]
            try:
                rows = ask(f"select id, name from people where name = '{name}'")
                text, status = f"<html>{rows}</html>", 200
            # A statement that is none, or cannot be given to who runs it.
            except (sqlite3.Error, subprocess.CalledProcessError, ValueError):
                text, status = "<html>an error</html>", 500
            self.send_response(status)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name = Control("the control")
    name.server = server
    return name, ["-u", f"http://127.0.0.1:{server.server_port}/?name=one"]


def targets(day, site, kind):
    """Names and sqlmap's options."""
    yield from strangers(day, site)
    if kind == "published":
        yield from readers(day, site)
    else:
        yield from staff(day, site)


def at(site, path, *more):
    return ["-u", site.url + path, *more]


def posted(site, path, members, *more):
    """JSON as our scripts send it; every member is tried."""
    body = json.dumps(members, ensure_ascii=False)
    return at(site, path, "--data", body, *SCRIPT, *more)


def strangers(day, site):
    session, poll = day.session, day.poll
    yield "a name and a password, JSON", posted(
        site, "/login", {"login": "clerk9", "password": "x"})
    yield "a name and a password, form", at(
        site, "/login", "--data", "login=clerk9&password=x")
    yield "a language and the way back", at(site, "/language", "--data", "language=en&back=/how")
    yield "the code of a tablet", posted(site, "/api/enrolment", {"code": "K7QF-2M4X"})
    yield "a tablet's word and its cookie", posted(
        site, "/api/heartbeat", {"page": "vote"}, "--cookie", "d=abc*")
    yield "a setup code", posted(
        site, "/setup", {"code": "AAAA", "login": "a1", "name": "b", "new": "c"})
    yield "a session's id", at(site, f"/api/sessions/{session}*/state")
    yield "a poll's id", at(site, f"/api/sessions/{session}/polls/{poll}*")
    yield "a slip's key", at(site, f"/api/sessions/{session}/polls/{poll}/slips/abc*")
    yield "a query of the hall", at(site, f"/hall/{session}?page=1&pause=1")
    yield "the cookies", at(site, "/desk", "--cookie", "sid=a*; dev=b*; begun=c*; lang=en*")


def readers(day, site):
    session, poll = day.session, day.poll
    yield "a receipt's code", at(
        site, f"/sessions/{session}/polls/{poll}/receipts?code=ABCDE-12345")
    yield "a printed paper", at(site, f"/papers/{session}/notice*?code=AB&poll={poll}")
    yield "a published list", at(site, f"/api/sessions/{session}*/result.json")


def staff(day, site):
    session, poll = day.session, day.poll

    def signed_in(login, path, *more):
        cookie = f"sid={site.sign_in(login)}"
        return at(site, path, "--cookie", cookie, "--param-exclude", "sid", *more)

    def form(login, path, data, page="/desk"):
        return signed_in(login, path, "--data", f"csrf=x&{urllib.parse.urlencode(data)}",
                         "--csrf-token", "csrf", "--csrf-url", site.url + page)

    def script(login, path, members):
        return signed_in(login, path, "--data", json.dumps(members, ensure_ascii=False), *SCRIPT)

    made = site.ask("POST", "/desk/sessions", {
        "title": "第二次会议", "opens_on": "2027-01-31", "stubs": 1, "rehearsal": False,
    }, cookie=f"sid={site.sign_in('clerk')}")
    fresh = made.json()["session"]
    yield "who is on the roll", signed_in("clerk", f"/desk/{session}/roll?q=王")
    yield "which projects", signed_in("clerk", f"/desk/{session}/projects?q=路")
    yield "who is present", signed_in("clerk", f"/desk/{session}/sign-in?q=王")
    yield "a person who is found", form("clerk", f"/desk/{session}/sign-in/find", {"q": "王"})
    yield "a deputy", form(
        "clerk", f"/desk/{fresh}/roll", {"name": "王五", "delegation": "一", "seat": "1"})
    yield "a project", script("clerk", f"/desk/{fresh}/projects", {
        "title": "道路", "category": "交通", "content": "修路", "location": "村",
        "investment_wan": "6"})
    yield "a list of deputies", script(
        "clerk", f"/desk/{fresh}/roll/import", {"text": "姓名\n王六"})
    yield "a poll", script("clerk", f"/desk/{fresh}/polls", {
        "question": "票决", "method": {"kind": "pick", "min": 0, "max": 2}, "rule": {"seats": 2},
        "options": [session, poll]})
    yield "a tablet", form("clerk", f"/desk/{session}/tablets", {"name": "一号", "seat": "1"})
    yield "a session", form(
        "clerk", "/desk/sessions", {"title": "会议", "opens_on": "2027-02-01", "stubs": "1"})
    yield "the audit trail", signed_in("admin", "/admin/audit?q=clerk")
    yield "the audit trail as a table", signed_in("admin", "/admin/audit.csv?q=clerk")
    yield "a township that is chosen", signed_in("admin", "/admin/townships?code=510812100")
    yield "an account", form("admin", "/admin/accounts", {
        "login": "clerk7", "name": "赵七", "role": "clerk", "township": "411282105"})
    yield "a township", script("admin", "/admin/townships", {
        "code": "510812105", "name": "某镇", "county": "某区", "kind": "town",
        "valid_from": "2020-01-01"})
    yield "from which entry on", signed_in(
        "teller1", f"/api/sessions/{session}/log/entries?from=3")
    yield "a note's signature", script(
        "teller1", f"/api/sessions/{session}/notes/{poll}*/signatures", {"signature": "abc"})
    yield "a password once more", form("presidium1", "/again", {"password": "x", "back": "/desk"})
    yield "an id in an address of the desk", signed_in(
        "clerk", f"/desk/{session}/roll/deputies/{poll}*")
