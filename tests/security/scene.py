"""A private installation to be attacked: its data are made by `piaojue demo`, and served again with
whatever options a test wants. Everything is on 127.0.0.1 and ends with the test.
"""

import contextlib
import http.client
import json
import re
import shutil
import signal
import ssl
import subprocess
import threading
import time
from pathlib import Path

PASSWORD = "Piaojue-demo-2026"
NAME = "piaojue.hall"
STOPS_IN_S = 20
STARTS_IN_S = 300


class Program:
    """A running program; what it prints is kept in a file and waited for."""

    def __init__(self, arguments, log):
        self.lines, self.news = [], threading.Condition()
        self.errors = open(log, "ab")
        self.process = subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self.news:
                self.lines.append(line)
                self.news.notify_all()
        with self.news:
            self.lines.append(None)
            self.news.notify_all()

    def said(self, pattern, within_s=STARTS_IN_S):
        """Waits until a line matches; the match."""
        end = time.monotonic() + within_s
        with self.news:
            while True:
                found = (re.search(pattern, line) for line in self.lines if line)
                if match := next((it for it in found if it), None):
                    return match
                left = end - time.monotonic()
                if left <= 0 or None in self.lines:
                    raise RuntimeError(f"{pattern!r} was never said: {self.lines}")
                self.news.wait(left)

    def resident_kb(self):
        """Memory that it has now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def stop(self):
        """Asks it to stop; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOPS_IN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.reader.join()
        self.errors.close()
        return code


class Answer:
    """What came back."""

    def __init__(self, answer):
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()

    def json(self):
        return json.loads(self.body)


class Site:
    """A program that serves, and how it is asked."""

    def __init__(self, program, address, authority):
        self.program, self.address = program, address
        self.host, port = address.rsplit(":", 1)
        self.port = int(port)
        self.authority = authority
        self.context = ssl.create_default_context(cafile=authority) if authority else None

    @property
    def url(self):
        return f"{'https' if self.context else 'http'}://{self.address}"

    def ask(self, method, path, body=None, source="127.0.0.1", timeout=30, **headers):
        """One request on a connection of its own; JSON where there is a body."""
        place = {"timeout": timeout, "source_address": (source, 0)}
        if self.context:
            connection = http.client.HTTPSConnection(
                self.host, self.port, context=self.context, **place)
        else:
            connection = http.client.HTTPConnection(self.host, self.port, **place)
        with contextlib.closing(connection):
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                headers |= {"content-type": "application/json", "x-piaojue": "1"}
                body = body if isinstance(body, (str, bytes)) else json.dumps(body)
            connection.request(method, path, body=body, headers=headers)
            return Answer(connection.getresponse())

    def sign_in(self, login):
        """The value of the login's cookie."""
        answer = self.ask("POST", "/login", {"login": login, "password": PASSWORD})
        if answer.status != 200:
            raise RuntimeError(f"{login}: {answer.status} {answer.body}")
        cookies = answer.headers.get_all("set-cookie")
        found = (re.match(r"(?:__Host-)?sid=([^;]+)", cookie) for cookie in cookies)
        return next(it[1] for it in found if it)

    @property
    def login_cookie(self):
        return "__Host-sid" if self.context else "sid"


class Day:
    """The data of a voting day, and the ids in it."""

    def __init__(self, binary, work, name="open"):
        self.binary, self.work, self.folder = binary, work, work / name
        self.ballot, self.serial = None, 0

    @classmethod
    def open(cls, binary, work):
        """A day on which a poll is open and one slip is left."""
        day = cls(binary, work)
        day._played().stop()
        return day

    def _played(self):
        """The demo, when it listens."""
        arguments = [self.binary, "demo", "--data", self.folder, "--listen", "127.0.0.1:0"]
        demo = Program(arguments, self.work / "demo.log")
        self.session = demo.said(r"/vote/([0-9a-f-]{36})")[1]
        self.code = demo.said(r"code 票码 (\S+)")[1]
        self.poll = demo.said(r"/sessions/[0-9a-f-]{36}/polls/([0-9a-f-]{36})")[1]
        demo.said("listening on")
        return demo

    @contextlib.contextmanager
    def serve(self, *options, tls=False):
        """Serves a copy of the data; the site."""
        self.serial += 1
        data = self.work / f"{self.folder.name}-{self.serial}"
        shutil.copytree(self.folder, data)
        arguments = [self.binary, "serve", "--data", data, "--listen", "127.0.0.1:0",
                     "--second-factor", "off", *options]
        if tls:
            arguments += ["--tls", "--name", NAME, "--http", "127.0.0.1:0"]
        program = Program(arguments, f"{data}.log")
        try:
            address = program.said(r"listening on https?://(\S+)")[1]
            site = Site(program, address, data / "tls" / "ca.crt" if tls else None)
            site.plain = program.said(r"plain http on http://(\S+)")[1] if tls else None
            yield site
            if program.process.poll() is not None:
                raise RuntimeError("the program ended by itself")
        finally:
            site_code = program.stop()
            shutil.rmtree(data)
            if site_code != 0:
                print(f"  the program ended with {site_code}")

    def sealed(self, site):
        """The ballot of the slip that is left, sealed as a tablet seals it."""
        if self.ballot is None:
            poll = site.ask("GET", f"/api/sessions/{self.session}/polls/{self.poll}").json()
            state = site.ask("GET", f"/api/sessions/{self.session}/state").json()
            origin = {"site": state["site"], "township": state["township"],
                      "session": self.session}
            request = {"do": "seal", "origin": origin, "manifest": poll["manifest"],
                       "note": poll["note"], "roll": poll["roll"], "code": self.code,
                       "marks": [0]}
            script = Path(__file__).with_name("seal.mjs")
            done = subprocess.run(["node", script], input=json.dumps(request), text=True,
                                  capture_output=True, timeout=60, check=True)
            self.ballot = json.loads(done.stdout)["ballot"]
        return self.ballot

    @classmethod
    def published(cls, binary, work):
        """A day whose result is published: the demo goes on by itself when the last has voted."""
        day = cls(binary, work, "published")
        demo = day._played()
        site = Site(demo, demo.said(r"listening on http://(\S+)")[1], None)
        answer = site.ask("POST", day.ballots, day.sealed(site))
        if answer.status != 200:
            raise RuntimeError(f"the last ballot: {answer.status} {answer.body}")
        demo.said("published")
        demo.stop()
        return day

    @property
    def ballots(self):
        """Where ballots are handed in."""
        return f"/api/sessions/{self.session}/polls/{self.poll}/ballots"
