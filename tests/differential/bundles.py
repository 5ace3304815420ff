#!/usr/bin/env python3
"""Counts the polls of a published bundle again, from docs/PROTOCOL.md and the rules of tally.py.

    tests/differential/bundles.py bundle.json…      `-` reads one from standard input
    tests/differential/bundles.py --examples        holds all examples first (`piaojue simulate`)

Whether the sums were opened rightly is for `piaojue verify`. Here the sums of sealed ballots are
taken as the log states them; papers are added, ballots are counted, and the rule is applied by the
second implementation. The outcome must be the one in the log, member by member. Exit status: 0 it
is, 1 it is not.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import program
import tally

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"


def main():
    parser = argparse.ArgumentParser(description="Counts the polls of bundles again.")
    parser.add_argument("bundles", nargs="*")
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--program", default="target/debug/piaojue")
    given = parser.parse_args()
    differing = 0
    for path in given.bundles:
        stream = sys.stdin if path == "-" else open(path, encoding="utf-8")
        with stream:
            differing += tell(path, json.load(stream))
    if given.examples:
        for example in sorted(EXAMPLES.rglob("*.json")):
            if example.parent.name != "decide" and example.name != "expected.json":
                differing += tell(example.relative_to(EXAMPLES), simulated(given.program, example))
    return 1 if differing else 0


def simulated(path, example):
    """The bundle of a whole voting day."""
    with tempfile.TemporaryDirectory() as folder:
        called = [path, "simulate", example, "--out", folder]
        held = subprocess.run(called, check=True, capture_output=True)
        return json.loads(pathlib.Path(json.loads(held.stdout)["bundle"]).read_text())


def tell(name, bundle):
    """Prints how a bundle's polls were counted; how many differ."""
    counted = recount(bundle)
    for poll, differences in counted:
        print(f"{name}: {poll['title']}: {'differs' if differences else 'the same'}")
        for where, second, first in differences:
            print(f"  {where}: second count {second!r}, bundle {first!r}")
    if not counted:
        print(f"{name}: no outcome in it")
    return sum(bool(differences) for _, differences in counted) or not counted


def recount(bundle):
    """Each poll that has an outcome, with what differs from the second count."""
    polls, counted = {}, []
    for entry in bundle["entries"]:
        kind, body = entry["kind"], entry.get("body")
        if kind == "poll_opened":
            manifest = body["manifest"]
            polls[manifest["poll"]] = {"manifest": manifest, "ballots": 0, "batches": []}
        elif kind == "ballot":
            polls[body["poll"]]["ballots"] += 1
        elif kind == "poll_closed":
            polls[body["poll"]]["closed"] = body
        elif kind == "paper_batch":
            polls[body["figures"]["poll"]]["batches"].append(body["figures"])
        elif kind == "outcome":
            counted.append(compare(polls[body["poll"]], body))
    return counted


def compare(held, entry):
    """The poll as `decide` would take it, and what differs."""
    manifest, closed, batches = held["manifest"], held["closed"], held["batches"]
    nothing = [0] * len(entry["sealed"])
    papers = [sum(column) for column in zip(nothing, *(batch["totals"] for batch in batches))]
    slots = [sealed + paper for sealed, paper in zip(entry["sealed"], papers)]
    poll = {
        "title": manifest["question"],
        "method": manifest["method"],
        "options": [option["title"] for option in manifest["options"]],
        "electorate": {"all": manifest["electorate"]["all_deputies"], "present": closed["present"]},
        "rule": manifest["rule"],
        "ballots": {
            "issued": closed["slips"],
            "cast": held["ballots"] + sum(batch["papers"] for batch in batches),
            "invalid": sum(batch["invalid"] for batch in batches),
        },
        "totals": rows(manifest["method"], len(manifest["options"]), slots),
    }
    stated = {"ballots": entry["ballots"], "totals": entry["totals"], "paper": entry["paper"],
              "cast": closed["ballots"]}
    found = {"ballots": poll["ballots"], "totals": poll["totals"], "paper": papers,
             "cast": held["ballots"]}
    differences = list(program.walk("", found, stated))
    if max(entry["sealed"], default=0) > held["ballots"]:
        differences.append(("sealed", f"{held['ballots']} ballots", entry["sealed"]))
    at_opening = manifest["electorate"]["present"]
    try:
        counted = tally.decide(poll, at_opening)
    except tally.Refused as refused:
        return poll, differences + [("outcome", f"refused: {refused}", entry["outcome"]["status"])]
    answer = with_null(entry["outcome"])
    return poll, differences + program.differences(poll, counted, answer, at_opening)


def rows(method, options, slots):
    """Totals by option from totals by slot (PROTOCOL 2.1): in the order of the options."""
    each = len(slots) // options
    apart = [slots[each * option : each * (option + 1)] for option in range(options)]
    if method["kind"] == "pick":
        return [row[0] for row in apart]
    if method["kind"] in ("yes_no_abstain", "capped"):
        return [{"yes": row[0], "no": row[1]} for row in apart]
    return apart


def with_null(outcome):
    """The log leaves out what does not apply (FORMATS, Outcome)."""
    options = [{"grade": None, **line} for line in outcome["options"]]
    return {"next": None, **outcome, "options": options}


if __name__ == "__main__":
    sys.exit(main())
