"""The smallest poll that still shows a difference: what a person can count by hand."""

import copy
import json

from program import Asked, count, differences

MAX_ROUNDS = 200


def smallest(program, poll, rules):
    """Takes away whatever can be taken away while the same member differs."""
    with Asked(program) as asked:
        kind = kinds(asked, poll, rules)
        for _ in range(MAX_ROUNDS):
            smaller = next(still_differing(asked, poll, rules, kind), None)
            if smaller is None:
                return poll
            poll = smaller
    return poll


def still_differing(asked, poll, rules, kind):
    """Smaller polls in which the same member differs, those with fewer options first."""
    for candidates in (with_fewer_options, with_less):
        smaller = [less for less in candidates(poll) if size(less) < size(poll)]
        for less in sorted(smaller, key=size):
            if kinds(asked, less, rules) & kind:
                yield less


def kinds(asked, poll, rules):
    """Which members differ, without their places."""
    try:
        differing = differences(poll, count(poll, rules), asked.answer(poll))
    except (KeyError, IndexError, TypeError, ValueError):
        # A candidate that is no poll any more.
        return set()
    return {"".join(c for c in where if not c.isdigit()) for where, _, _ in differing}


def size(poll):
    """What is left to read, and then how large its numbers are."""
    return len(json.dumps(poll)), sum(number for _, _, number in numbers(poll))


def with_fewer_options(poll):
    """Without half of the options, a quarter, and so on to a single one."""
    options = part = len(poll["options"])
    while part > 1:
        part = (part + 1) // 2
        for first in range(0, options, part):
            kept = [n for n in range(options) if not first <= n < first + part]
            if len(kept) >= 2:
                yield changed(poll, lambda less: keep(less, kept))


def with_less(poll):
    """With less to read, or smaller numbers."""
    for name in poll["rule"]:
        yield changed(poll, lambda less: less["rule"].pop(name))
    plain = [f"项目{n + 1}" for n in range(len(poll["options"]))]
    yield changed(poll, lambda less: less.update(options=plain))
    for fewer in (lambda number: number // 2, lambda number: number - 1):
        yield changed(poll, lambda less: smaller_hall(less, fewer))
    for inner, name, number in numbers(poll):
        for smaller in {0, number // 2, number - 1} - {number, -1}:
            yield changed(poll, lambda less: set_number(less, inner, name, smaller))


def changed(poll, change):
    less = copy.deepcopy(poll)
    change(less)
    return less


def keep(poll, kept):
    for name in ("options", "totals"):
        poll[name] = [poll[name][index] for index in kept]
    left, method, rule = len(poll["options"]), poll["method"], poll["rule"]
    if method["kind"] != "rank" and method.get("max", 0) > left:
        method["max"] = left
    if rule.get("seats") is not None:
        rule["seats"] = min(rule["seats"], left)


def smaller_hall(poll, fewer):
    """Fewer deputies, ballots and votes together, since one alone would contradict the others."""
    hall = {name: poll[name] for name in ("electorate", "ballots", "totals")}
    for path, name, number in numbers(hall):
        set_number(poll, path, name, max(0, fewer(number)))


def numbers(value, path=()):
    """All integers in a poll, as (path to the container, name, value)."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in list(inner):
        if isinstance(member, (dict, list)):
            yield from numbers(member, path + (name,))
        elif isinstance(member, int) and not isinstance(member, bool):
            yield path, name, member


def set_number(poll, path, name, number):
    for step in path:
        poll = poll[step]
    poll[name] = number
