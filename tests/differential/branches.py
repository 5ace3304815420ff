"""Which branches of the rule a run has met; one that misses some compares less than it says."""

from tally import PASS_BASES, PROFILES, holds, settle

KINDS = ("pick", "yes_no_abstain", "capped", "grade", "rank")
WARNINGS = (
    "not_returned", "issued_over_present", "quorum_below_two_thirds",
    "surplus_below_20_percent", "surplus_obligatory", "pass_base_not_all", "pass_below_half",
    "half_is_enough", "tie_all_admitted", "tie_all_dropped", "elected_without_votes",
)
REFUSALS = (
    "a field that the method has not", "a quorum of another base", "seats with grades",
    "seats for more than there are options", "a blank that is a yes",
    "a void item on a pick ballot", "grading and grades go together", "a score without numbers",
    "more ballots than were issued are void", "a second gate without votes",
    "ballots of deputies alone", "max beyond the options", "min over max",
    "a share of more than the whole", "more than the whole", "at least nothing", "nobody who could vote",
    "a grading without a step", "a grade that no ballot has", "steps that do not go down",
    "a sum of more grades than there are", "more present than there are deputies",
    "more invalid ballots than were cast", "a wider electorate that is narrower",
    "more ballots than voters", "one row for each option", "another ballot's row",
    "more marks than valid ballots", "more votes than valid ballots",
    "more votes than the ballots can carry", "fewer votes than the ballots must carry",
    "one number more often than there are valid ballots",
    "more deputies in favour than everybody", "more deputies in favour than present",
    "more others in favour than there are",
)
# A vote below a line, on it, and a vote above it.
SIDES = ("just below", "on", "just above")


def required():
    """The branches that every run of some size must meet."""
    for kind in KINDS:
        yield f"{kind}: refused"
        for status in ("decided", "no_quorum", "void"):
            yield f"{kind}: {status}"
        if kind != "grade":
            yield f"{kind}: shortfall"
            for tie in ("revote", "presidium", "admit_all", "drop_all"):
                yield f"{kind}: level at the cut, {tie}"
    for refusal in REFUSALS:
        yield f"refused: {refusal}"
    for shortfall in ("leave", "revote", "next_session", "presidium"):
        yield f"shortfall, {shortfall}"
    for profile in PROFILES:
        yield f"profile {profile}"
    for warning in WARNINGS:
        yield f"warning {warning}"
    for cmp in (">", ">="):
        for side in SIDES:
            yield f"quorum {cmp}: {side}"
            yield f"second gate {cmp}: {side}"
            for base in PASS_BASES[:-1]:
                yield f"pass {base} {cmp}: {side}"
                yield f"grading {base} {cmp}: {side}"
    for score in ("borda", "rank_sum"):
        yield f"{score}: level at the cut"
        yield f"{score}: order is not that of votes"
    yield from (
        "seats: none set", "seats: exactly as many passed", "seats: more passed",
        "seats: none passed", "ballots: invalid", "ballots: all invalid", "ballots: none cast",
        "ballots: fewer cast than present", "blank yes", "over_vote item_void", "publish names",
        "second gate: passed by deputies alone", "second gate: passed by everybody alone",
        "abstentions decide", "votes level, one passed",
    )


def met(poll, counted):
    """The branches that one poll meets."""
    kind = poll["method"]["kind"]
    if "refused" in counted:
        yield f"{kind}: refused"
        yield f"refused: {counted['refused']}"
        return
    rule, status, lines = settle(poll["rule"]), counted["status"], counted["options"]
    yield f"{kind}: {status}"
    yield f"profile {poll['rule'].get('profile', 'default')}"
    yield from (f"warning {code}" for code in counted["warnings"])
    yield from figures(poll, rule)
    electorate = poll["electorate"]
    yield from sides("quorum", electorate["present"], rule["quorum"], electorate["all"])
    if status in ("no_quorum", "void"):
        return
    if status == "shortfall":
        yield f"shortfall, {rule['shortfall']}"
    if counted["tied"]:
        yield f"{kind}: level at the cut, {rule['tie_at_cut']}"
        yield f"{rule['rank_score']}: level at the cut"
    if kind == "grade":
        yield from graded(poll, rule)
        return
    yield from seats(rule, lines)
    yield from marks(poll, rule, lines)
    if any(a["votes"] > b["votes"] and a["rank"] > b["rank"] and a["passed"] == b["passed"]
           for a, b in zip(lines, lines[1:])):
        yield f"{rule['rank_score']}: order is not that of votes"


def figures(poll, rule):
    ballots, present = poll["ballots"], poll["electorate"]["present"]
    if ballots["invalid"]:
        yield "ballots: invalid"
        if ballots["invalid"] == ballots["cast"]:
            yield "ballots: all invalid"
    if not ballots["cast"]:
        yield "ballots: none cast"
    if ballots["cast"] < present:
        yield "ballots: fewer cast than present"
    yield f"blank {rule['blank']}"
    yield f"over_vote {rule['over_vote']}"
    yield f"publish {rule['publish']}"


def bases(poll):
    ballots = poll["ballots"]
    valid = ballots["cast"] - ballots["invalid"]
    return {**poll["electorate"], "issued": ballots["issued"], "valid": valid}


def sides(name, votes, share, base):
    """On which side of a line a figure is, if it is within one vote of it."""
    distance = votes * share["den"] - base * share["num"]
    if distance == 0:
        yield f"{name} {share['cmp']}: on"
    elif 0 < distance <= share["den"]:
        yield f"{name} {share['cmp']}: just above"
    elif -share["den"] <= distance < 0:
        yield f"{name} {share['cmp']}: just below"


def graded(poll, rule):
    base = rule["grading"]["base"]
    for row in poll["totals"]:
        for step in rule["grading"]["steps"]:
            yield from sides(f"grading {base}", sum(row[: step["sum"]]), step, bases(poll)[base])


def seats(rule, lines):
    passed = sum(line["passed"] for line in lines)
    if rule["seats"] is None:
        yield "seats: none set"
    elif passed == 0:
        yield "seats: none passed"
    elif passed == rule["seats"]:
        yield "seats: exactly as many passed"
    elif passed > rule["seats"]:
        yield "seats: more passed"


def marks(poll, rule, lines):
    share, gate = rule["pass"], rule["second_gate"]
    for line in lines:
        votes = line.get("deputies", line["votes"])
        if share["base"] != "none":
            base = bases(poll)[share["base"]]
            yield from sides(f"pass {share['base']}", votes, share, base)
            if gate is None and not line["passed"] and votes > line["no"] and line["abstain"]:
                yield "abstentions decide"
        if gate is not None:
            yield from sides("second gate", line["votes"], gate, gate["electorate"])
            wide = holds(line["votes"], gate, gate["electorate"])
            mark = share["base"] == "none" or holds(votes, share, bases(poll)[share["base"]])
            if mark and not wide:
                yield "second gate: passed by deputies alone"
            if wide and not mark:
                yield "second gate: passed by everybody alone"
    by_votes = {}
    for line in lines:
        if by_votes.setdefault(line["votes"], line["passed"]) != line["passed"]:
            yield "votes level, one passed"
            break
