"""Two nodes over one PostgreSQL: sqlmap at the first, schemathesis at the second. Afterwards both
answer, what was acknowledged before still is, every log holds, and PostgreSQL was asked nothing
that it could not read.
"""

import shutil
import subprocess
import threading
from collections import Counter
from pathlib import Path

import api
import sql
from cluster import Cluster

# For each target of sqlmap; what it has tried by then counts.
SECONDS = 30
ROLES = ["", "clerk"]
# Statements that are none, and values that are none, are refused with codes that begin so.
UNREADABLE = ("22", "42")


def run(days, folder):
    with Cluster.start() as cluster:
        found = dead(cluster, folder)
        if not found:
            for kind in ("open", "published"):
                found += attacked(getattr(days, kind), kind, cluster, folder)
        shutil.copy(cluster.folder / "log", folder / "postgres.log")
    return found


def dead(cluster, folder):
    """What is wrong with the test itself: a page that puts its input into its statement is found by
    sqlmap, and PostgreSQL has said of it what `unreadable` looks for."""
    cluster.database("control")
    cluster.ask("control", "create table people (id int, name text); "
                           "insert into people values (1, 'one'), (2, 'two')")
    found = sql.dead(lambda statement: cluster.ask("control", statement), folder / "control")
    return found or ([] if unreadable(cluster, "control") else ["a dead test: no error was logged"])


def attacked(day, kind, cluster, folder):
    url = cluster.moved(day)
    nodes = ["--database", url]
    with day.serve(*nodes) as one, day.serve(*nodes) as two:
        # Where the result is published the last ballot is in, and gets its receipt again.
        leaf = at_once(day, one, two)
        found, requests, cut = sql.scanned(day, one, kind, folder, SECONDS)
        print(f"  {kind}: {requests} requests of sqlmap; {cut} targets were cut after {SECONDS} s")
        for role in ROLES if kind == "open" else ROLES[:1]:
            found += api.tested(day, two, role, folder / f"{kind}-api-{role or 'nobody'}")
        for name, node in (("one", one), ("two", two)):
            found += [f"{kind}: node {name}: {it}" for it in standing(day, node, kind, leaf)]
            log = shutil.copy(node.program.errors.name, folder / f"{kind}-node-{name}.log")
            if "panicked" in Path(log).read_text(errors="replace"):
                found.append(f"{kind}: node {name} panicked, see {log}")
        if kind == "published":
            found += [f"node {name}: {it}" for name, node in (("one", one), ("two", two))
                      for it in verified(day, node, folder / f"bundle-{name}.json")]
    # A node reads every log to its end before it listens, and does not start where one does not
    # hold. The trail of what staff did is chained as well.
    with day.serve(*nodes) as again:
        found += [f"{kind}: a new node: {it}" for it in standing(day, again, kind, leaf)]
    trail = subprocess.run([day.binary, "audit", "--data", day.folder, *nodes],
                           capture_output=True, text=True, timeout=120)
    print(f"  {kind}: {len(trail.stdout.splitlines())} chains of the audit trail, exit status "
          f"{trail.returncode}")
    if trail.returncode != 0:
        found.append(f"{kind}: the audit trail: {trail.stdout} {trail.stderr}")
    refused = Counter(it.split(" ", 1)[0] for it in cluster.refused(kind))
    print(f"  {kind}: PostgreSQL refused {sum(refused.values())} statements: {dict(refused)}")
    return found + [f"{kind}: PostgreSQL: {it}" for it in unreadable(cluster, kind)]


def unreadable(cluster, database):
    """What PostgreSQL could not read, each once."""
    return sorted({it for it in cluster.refused(database) if it.startswith(UNREADABLE)})


def at_once(day, one, two):
    """Hands the last ballot in at both nodes at once; its leaf in the log."""
    ballot, leaves = day.sealed(one), []

    def cast(node):
        answer = node.ask("POST", day.ballots, ballot)
        leaves.append(answer.json()["leaf"] if answer.status == 200 else answer.status)

    threads = [threading.Thread(target=cast, args=(node,)) for node in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(leaves) != 2 or leaves[0] != leaves[1] or isinstance(leaves[0], int):
        raise RuntimeError(f"one ballot at two nodes: {leaves}")
    return leaves[0]


def standing(day, node, kind, leaf):
    """What a node no longer does after an attack."""
    found = []
    for path in ("/health", "/how", f"/hall/{day.session}", "/login"):
        if (status := node.ask("GET", path).status) != 200:
            found.append(f"{path} is answered {status}")
    answer = node.ask("POST", day.ballots, day.sealed(node))
    if answer.status != 200 or answer.json()["leaf"] != leaf:
        found.append(f"the acknowledged ballot is answered {answer.status} {answer.body}")
    return found


def verified(day, node, bundle):
    """What `piaojue verify` says against the bundle of a node, and the control: with one byte of it
    changed it says something."""
    answer = node.ask("GET", f"/api/sessions/{day.session}/bundle.json")
    if answer.status != 200:
        return [f"the bundle is answered {answer.status}"]
    found = []
    other = answer.body.replace(b'"slip":"', b'"slip":"A', 1)
    for bytes_, wanted in ((other, False), (answer.body, True)):
        bundle.write_bytes(bytes_)
        done = subprocess.run([day.binary, "verify", bundle], capture_output=True, text=True,
                              timeout=120)
        if (done.returncode == 0) != wanted:
            found.append(f"`verify` ended with {done.returncode}: {done.stdout[-300:]}")
    print(f"  a bundle of {len(answer.body)} bytes, verified: {not found}")
    return found
