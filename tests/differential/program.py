"""The program's answers, and what differs between an answer and the second count.

Compared is every member of an outcome: values and their types, order, and what members there are.
The sentences are compared by what they claim (sentences.py), since the paper does not fix their
words.
"""

import json
import subprocess

import sentences
import tally


def answers(program, polls):
    """The program's answer to each poll: an outcome, or {"error": …}."""
    lines = "".join(json.dumps(poll, ensure_ascii=False) + "\n" for poll in polls)
    called = [program, "decide", "--lines", "-"]
    done = subprocess.run(called, input=lines.encode(), capture_output=True)
    given = done.stdout.decode().splitlines()
    if len(given) != len(polls) or done.returncode not in (0, 2):
        raise RuntimeError(f"{len(given)} answers to {len(polls)} polls: {done.stderr.decode()}")
    return [json.loads(line) for line in given]


class Asked:
    """A program that is asked one poll after another."""

    def __init__(self, program):
        called = [program, "decide", "--lines", "-"]
        self.running = subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.running.communicate()

    def answer(self, poll):
        self.running.stdin.write((json.dumps(poll, ensure_ascii=False) + "\n").encode())
        self.running.stdin.flush()
        return json.loads(self.running.stdout.readline())


def count(poll, rules=tally):
    """The second count's outcome, or {"refused": why}."""
    try:
        return rules.decide(poll)
    except rules.Refused as refused:
        return {"refused": str(refused)}


def differences(poll, counted, answer, at_opening=None):
    """What differs, as (where, second count, program)."""
    if "refused" in counted or "error" in answer:
        if "refused" in counted and "error" in answer:
            return []
        return [("refused", counted.get("refused", "no"), answer.get("error", "no"))]
    try:
        plain = without_sentences(answer)
    except (KeyError, TypeError) as wrong:
        return [("not an outcome", text(counted), f"{wrong!r}")]
    # In JSON text 1, 1.0 and true are three things; in Python they are equal.
    if text(plain) != text(counted):
        return list(walk("", counted, plain))
    rule = tally.settle(poll["rule"])
    missing = sentences.wrong(poll, rule, answer, at_opening)
    return [(f"{where} ({language})", claim, "") for where, language, claim in missing]


def without_sentences(answer):
    """An answer as the second count writes it; sentences must be there."""
    plain = {name: value for name, value in answer.items() if name != "reason"}
    plain["options"] = []
    for line in answer["options"]:
        line = dict(line)
        line.pop("reason")
        plain["options"].append(line)
    plain["warnings"] = [warning["code"] for warning in answer["warnings"]]
    answer["reason"]["zh"], answer["reason"]["en"]
    return plain


def text(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def walk(where, counted, answer):
    """The leaves in which two values differ."""
    if text(counted) == text(answer):
        return
    if isinstance(counted, dict) and isinstance(answer, dict):
        for name in sorted(set(counted) | set(answer)):
            there = f"{where}.{name}" if where else name
            if name not in counted or name not in answer:
                yield there, counted.get(name, "(not there)"), answer.get(name, "(not there)")
            else:
                yield from walk(there, counted[name], answer[name])
    elif isinstance(counted, list) and isinstance(answer, list) and len(counted) == len(answer):
        for index, pair in enumerate(zip(counted, answer)):
            yield from walk(f"{where}[{index}]", *pair)
    else:
        yield where, counted, answer
