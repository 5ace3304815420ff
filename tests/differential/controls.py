#!/usr/bin/env python3
"""Shows that the comparison fails when it must: wrong rules, wrong answers, a wrong program.

Each wrong rule is one changed line of tally.py, a mistake that a person could make in counting. The
random polls that agree with the right rules must tell each of them apart. Exit status: 0 all were
caught.
"""

import argparse
import copy
import json
import pathlib
import stat
import subprocess
import sys
import tempfile
import types

import bundles
import compare
import program
import shrink
import tally

HERE = pathlib.Path(__file__).parent
SEED, BATCHES = "controls", 4
# Polls whose answers are changed member by member, and how many options they have at most.
CHANGED_ANSWERS, FEW_OPTIONS = 120, 5

# What is counted wrongly: a piece of tally.py, and what stands there instead.
WRONG_RULES = {
    "exactly the share is not enough for `>=`": (
        'return left >= right if', 'return left > right if'),
    "exactly the share is enough for `>`": (
        'else left > right', 'else left >= right'),
    "shares are rounded to whole percent": (
        'left, right = votes * share["den"], base * share["num"]',
        'left = round(100 * votes / max(1, base))\n'
        '    right = round(100 * share["num"] / share["den"])'),
    "a tie at the cut goes to the lower number": (
        'if ranks[passed[seats - 1]] != ranks[passed[seats]]:', 'if True:'),
    "abstentions are taken from the base": (
        'not holds(votes, share, bases[share["base"]])',
        'not holds(votes, share, bases[share["base"]] - line.abstain)'),
    "all deputies are those present": (
        'bases = {"all": everybody', 'bases = {"all": present'),
    "invalid ballots count as valid": (
        'valid = cast - invalid', 'valid = cast'),
    "no quorum is needed": (
        'counted = quorum and', 'counted = True and'),
    "as many ballots as were issued are void": (
        'and cast <= issued', 'and cast < issued'),
    "the quorum is taken of the ballots": (
        'quorum = holds(present if at_opening is None else at_opening,', 'quorum = holds(cast,'),
    "seats that are left go to options that did not pass": (
        'return "shortfall", passed, [],', 'return "shortfall", passed + others[:left], [],'),
    "one gate is enough": (
        '        return False\n    return gate is None or',
        '        return gate is not None and holds(line.votes, gate, gate["electorate"])\n'
        '    return True or'),
    "the pass mark takes everybody's votes": (
        'votes = line.votes if line.deputies is None else line.deputies', 'votes = line.votes'),
    "the last number is worth nothing": (
        '(most + 1 - number) for number', '(most - number) for number'),
    "a missing number counts as the last": (
        '(valid - sum(row)) * (most + 1)', '(valid - sum(row)) * most'),
    "most stands first in a sum of numbers": (
        'return -line.score if', 'return line.score if'),
    "options that did not pass stand among the others": (
        '(not line.passed, line.level,', '(line.level,'),
    "a better grade does not stand first": (
        '(not line.passed, line.level,', '(not line.passed,'),
    "equal votes do not share a rank": (
        'if standing == before else place', 'if False else place'),
    "after two first comes the second": (
        'ranks[order[place - 2].index] if standing == before else place',
        'len(set(ranks.values())) + (standing != before)'),
    "all that are level are dropped where they are to be admitted": (
        'return "decided", above + tied', 'return "decided", above'),
    "the lowest step is tried first": (
        'for step in grading["steps"]:\n        if',
        'for step in grading["steps"][::-1]:\n        if'),
    "one grade too many is summed": (
        'line.counts[: step["sum"]]', 'line.counts[: step["sum"] + 1]'),
    "those who are absent count as not cast": (
        'max(0, (present if gate is None', 'max(0, (everybody if gate is None'),
    "elected stand in the order of the ballot": (
        'return "decided", passed[:seats]', 'return "decided", sorted(passed[:seats])'),
    "a ballot carries as many votes as one likes": (
        'require(votes <= method["max"] * valid', 'require(True or valid'),
    "a deputy who is absent votes": (
        'else present + gate["electorate"] - everybody', 'else gate["electorate"]'),
    "a surplus of exactly a fifth is too small": (
        '5 * (options - seats) < seats', '5 * (options - seats) <= seats'),
    "a quorum of two thirds is below two thirds": (
        '3 * rule["quorum"]["num"] < 2', '3 * rule["quorum"]["num"] <= 2'),
    "half is a pass mark below half": (
        '2 * mark["num"] < mark["den"]', '2 * mark["num"] <= mark["den"]'),
    "no profile differs from the default": (
        '"sn-2025": {"surplus": "obligatory"}', '"sn-2025": {}'),
}

# A program that answers as the true one does, but ranks the last option one place better.
WRONG_PROGRAM = """#!{python}
import json, subprocess, sys
right = subprocess.Popen([{program!r}, *sys.argv[1:]], stdout=subprocess.PIPE)
for line in right.stdout:
    answer = json.loads(line)
    if answer.get("status") == "decided" and answer["options"][-1]["rank"] > 1:
        answer["options"][-1]["rank"] -= 1
    print(json.dumps(answer), flush=True)
sys.exit(right.wait())
"""


def main():
    parser = argparse.ArgumentParser(description="Shows that the comparison fails when it must.")
    parser.add_argument("--program", default="target/debug/piaojue")
    path = str(pathlib.Path(parser.parse_args().program).absolute())
    polls = [poll for batch in range(BATCHES) for poll in compare.polls(SEED, batch)]
    assert polls[: compare.BATCH] == compare.polls(SEED, 0), "a seed replays its polls"
    answers = program.answers(path, polls)
    assert caught(tally, polls, answers) is None, "the right rules agree"
    for name, change in WRONG_RULES.items():
        after = caught(mutant(*change), polls, answers)
        assert after is not None, f"not caught: {name}"
        print(f"caught after {after:6} positions: {name}")
    few = [each for each in zip(polls, answers) if len(each[0]["options"]) <= FEW_OPTIONS]
    members = sum(check_members(*each) for each in few[:CHANGED_ANSWERS])
    print(f"caught {members} changed members and sentences of answers")
    check_smallest(path, polls, answers)
    check_program(path)
    check_bundle(path)
    return 0


def mutant(right, wrong):
    """The rules with one change."""
    source = (HERE / "tally.py").read_text(encoding="utf-8")
    assert source.count(right) == 1, f"stands {source.count(right)} times in tally.py: {right}"
    rules = types.ModuleType("wrong_rules")
    exec(compile(source.replace(right, wrong), "wrong_rules", "exec"), rules.__dict__)
    return rules


def caught(rules, polls, answers):
    """How many positions were compared before these rules differed from the program."""
    positions = 0
    for poll, answer in zip(polls, answers):
        positions += len(poll["options"])
        if program.differences(poll, program.count(poll, rules), answer):
            return positions
    return None


def check_members(poll, answer):
    """Every member of an answer, changed alone, is noticed."""
    changes, counted = 0, program.count(poll)
    for path, value in leaves(answer):
        # The reason of the poll and the words of a warning make no claim for each figure in them.
        if path[-1] in ("zh", "en") and path[-2] != "reason" or path[:-1] == ("reason",):
            continue
        changed = copy.deepcopy(answer)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = other(value)
        found = program.differences(poll, counted, changed)
        assert found or "error" in answer, f"not noticed: {path} {value!r} in {poll}"
        changes += bool(found)
    return changes


def leaves(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in inner:
        if isinstance(member, (dict, list)) and member:
            yield from leaves(member, path + (name,))
        else:
            yield path + (name,), member


def other(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-2]
    return [0] if value == [] else "x"


def check_smallest(path, polls, answers):
    """A counter-example is small enough to be counted by hand."""
    rules = mutant(*WRONG_RULES["a tie at the cut goes to the lower number"])
    differing = [poll for poll, answer in zip(polls, answers)
                 if program.differences(poll, program.count(poll, rules), answer)]
    small = shrink.smallest(path, max(differing, key=lambda poll: len(poll["options"])), rules)
    answer = program.answers(path, [small])[0]
    assert program.differences(small, program.count(small, rules), answer), "still differs"
    assert len(small["options"]) == 2 and small["electorate"]["all"] <= 3, small
    print(f"smallest tie that tells them apart: {json.dumps(small, ensure_ascii=False)}")


def check_program(path):
    """A program that is wrong fails the run as tests/run calls it."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = pathlib.Path(folder) / "piaojue"
        wrong.write_text(WRONG_PROGRAM.format(python=sys.executable, program=path))
        wrong.chmod(wrong.stat().st_mode | stat.S_IXUSR)
        called = [sys.executable, HERE / "compare.py", "--program", wrong, "--positions", "2000"]
        done = subprocess.run(called, capture_output=True, text=True)
    assert done.returncode == 1 and "smallest poll that differs" in done.stdout, done
    assert ".rank: second count" in done.stdout, done.stdout
    print("caught: a program with a wrong rank")


def check_bundle(path):
    """A bundle with another figure than its outcome follows from is not the same."""
    bundle = bundles.simulated(path, bundles.EXAMPLES / "zhangmu-2024.json")
    assert [differing for _, differing in bundles.recount(bundle)] == [[]]
    entries = {entry["kind"]: entry["body"] for entry in bundle["entries"] if "body" in entry}
    outcome, manifest = entries["outcome"], entries["poll_opened"]["manifest"]
    figures = [
        (outcome["sealed"], 3), (outcome["totals"], 4), (outcome["paper"], 0),
        (outcome["ballots"], "invalid"), (outcome["ballots"], "issued"),
        (outcome["ballots"], "cast"),
        (manifest["electorate"], "all_deputies"), (manifest["rule"], "seats"),
        (entries["poll_closed"], "present"), (entries["poll_closed"], "ballots"),
        (outcome["outcome"]["options"][3], "votes"), (outcome["outcome"], "seats_left"),
    ]
    for holder, name in figures:
        holder[name] += 1
        assert bundles.recount(bundle)[0][1], f"not noticed: {name}"
        holder[name] -= 1
    assert bundles.recount(bundle)[0][1] == []
    print(f"caught {len(figures)} changed figures of a bundle")


if __name__ == "__main__":
    sys.exit(main())
