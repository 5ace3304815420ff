#!/usr/bin/env python3
"""Counts random polls twice, here and by the program, and compares every member of the outcomes.

    tests/differential/compare.py --program target/debug/piaojue

prints its seed first; the same seed makes the same polls. The first difference is made as small as
it can be and printed with what both say. Exit status: 0 no difference, 1 a difference, 2 a branch
was not met often enough.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import random
import secrets
import sys
import time

import branches
import positions
import program
import shrink
import tally

BATCH = 1000
# A run of this size or more must meet every branch this often. The rarest comes up more than
# thirty times on the average, so that chance alone fails no run.
ALL_BRANCHES_FROM, LEAST_OF_A_BRANCH = 300_000, 3


def polls(seed, batch):
    """The polls of one batch: the same for the same seed, whatever else runs."""
    return [positions.poll(random.Random(f"{seed}/{batch}/{number}")) for number in range(BATCH)]


def compare_batch(path, seed, batch, rules=tally):
    """How many polls and positions agree, the branches met, and the first poll that differs."""
    made = polls(seed, batch)
    met, options = collections.Counter(), 0
    for number, (poll, answer) in enumerate(zip(made, program.answers(path, made))):
        counted = program.count(poll, rules)
        if program.differences(poll, counted, answer):
            return number, options, met, poll
        met.update(set(branches.met(poll, counted)))
        options += 0 if "refused" in counted else len(poll["options"])
    return BATCH, options, met, None


def run(path, seed, wanted, jobs):
    """Batch after batch until `wanted` positions are compared."""
    met, options, done, batch = collections.Counter(), 0, 0, 0
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        while options < wanted:
            waiting = [pool.submit(compare_batch, path, seed, batch + n) for n in range(2 * jobs)]
            for each in waiting:
                agreed, more, seen, differing = each.result()
                if differing is not None:
                    return done + agreed, options, met, (batch, agreed, differing)
                done, options, batch = done + agreed, options + more, batch + 1
                met.update(seen)
    return done, options, met, None


def explain(path, poll, rules=tally):
    """Prints the smallest poll that differs."""
    poll = shrink.smallest(path, poll, rules)
    answer = program.answers(path, [poll])[0]
    counted = program.count(poll, rules)
    print("smallest poll that differs:", json.dumps(poll, ensure_ascii=False), sep="\n")
    for where, second, first in program.differences(poll, counted, answer):
        print(f"  {where}: second count {json.dumps(second, ensure_ascii=False)},"
              f" program {json.dumps(first, ensure_ascii=False)}")


def arguments():
    parser = argparse.ArgumentParser(description="Counts random polls twice and compares.")
    parser.add_argument("--program", default="target/debug/piaojue")
    parser.add_argument("--positions", type=int, default=300_000, help="options that are decided")
    parser.add_argument("--long", action="store_true", help="10,000,000 positions")
    parser.add_argument("--seed", default=None, help="replays a run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--branches", action="store_true", help="tells how often each was met")
    given = parser.parse_args()
    given.positions = 10_000_000 if given.long else given.positions
    given.seed = given.seed or secrets.token_hex(4)
    return given


def main():
    given = arguments()
    print(f"seed {given.seed}", flush=True)
    began = time.monotonic()
    done, options, met, differing = run(given.program, given.seed, given.positions, given.jobs)
    if differing is not None:
        batch, number, poll = differing
        print(f"poll {number} of batch {batch} differs, after {options} positions that agree")
        explain(given.program, poll)
        return 1
    names = list(branches.required())
    if given.branches:
        for name in names:
            print(f"{met[name]:9} {name}")
    missed = [name for name in names if met[name] < LEAST_OF_A_BRANCH]
    if missed and options >= ALL_BRANCHES_FROM:
        print("branches met too seldom:", *missed, sep="\n  ")
        return 2
    print(f"{options} positions in {done} polls agree in every member; {len(names)} branches met; "
          f"below {3 / options:.1e} per position and {3 / done:.1e} per poll (95 %); "
          f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
