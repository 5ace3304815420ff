"""The counting rules a second time, written from docs/RULES.md and docs/FORMATS.md alone.

Nothing here was taken from the Rust sources: where this file and the program agree, two readings of
the same paper agree. What the paper once left open is listed in docs/RECOUNT.md.

`decide` takes what `piaojue decide` takes, as parsed JSON, and gives what it prints, less the
sentences. A poll that the paper refuses raises `Refused`. All numbers are integers.
"""

METHODS = {
    "pick": {"min", "max"},
    "yes_no_abstain": set(),
    "capped": {"max"},
    "grade": {"grades"},
    "rank": {"max"},
}
PASS_BASES = ("all", "present", "issued", "valid", "none")
DEFAULTS = {
    "quorum": {"base": "all", "cmp": ">=", "num": 2, "den": 3},
    "pass": {"base": "all", "cmp": ">", "num": 1, "den": 2},
    "second_gate": None,
    "seats": None,
    "surplus": "free",
    "tie_at_cut": "revote",
    "shortfall": "leave",
    "blank": "abstain",
    "over_vote": "ballot_void",
    "returned_over_issued": "void",
    "grading": None,
    "rank_score": "pick",
    "publish": "counts",
}
PROFILES = {
    "default": {},
    "zj-2022": {},
    "cq-2024": {},
    "sn-2025": {"surplus": "obligatory"},
    "sichuan-generic": {},
}


class Refused(Exception):
    """Figures that contradict each other, or a rule that does not fit the method."""


def require(condition, why):
    if not condition:
        raise Refused(why)


def settle(rule):
    """The rule with every parameter: defaults, then the profile, then what the poll names."""
    settled = {**DEFAULTS, **PROFILES[rule.get("profile", "default")], **rule}
    settled.pop("profile", None)
    settled.pop("basis", None)
    return settled


def holds(votes, share, base):
    """Whether `votes` are the share of `base`, without a fraction."""
    left, right = votes * share["den"], base * share["num"]
    return left >= right if share["cmp"] == ">=" else left > right


# What is known of each option before any rule -----------------------------------------------------


class Line:
    """An option's figures."""

    def __init__(self, index, votes, no, abstain, deputies=None, counts=None, score=None):
        self.index, self.votes, self.no, self.abstain = index, votes, no, abstain
        self.deputies, self.counts, self.score = deputies, counts, score
        self.passed, self.grade, self.level = False, None, 0


def in_favour(value, gate):
    """Votes in favour, as (all, deputies); `deputies` is None without a second gate."""
    return (value, None) if gate is None else (value["all"], value["deputies"])


def read_line(index, method, rule, row, valid):
    """One row of totals."""
    kind = method["kind"]
    if kind in ("grade", "rank"):
        require(len(row) == (method.get("max") or len(method["grades"])), "another ballot's row")
        require(sum(row) <= valid, "more marks than valid ballots")
        if kind == "grade":
            return Line(index, row[0], sum(row[1:]), valid - sum(row), counts=row)
        score = points(row, valid, method["max"], rule["rank_score"])
        return Line(index, sum(row), 0, valid - sum(row), counts=row, score=score)
    # No mark on an option is 弃权 (RULES P9, P12), and `pick` has no mark against.
    yes, no = (row, 0) if kind == "pick" else (row["yes"], row["no"])
    votes, deputies = in_favour(yes, rule["second_gate"])
    require(votes + no <= valid, "more votes than valid ballots")
    return Line(index, votes, no, valid - votes - no, deputies)


def points(row, valid, most, how):
    """RULES, the ordinal variant."""
    if how == "borda":
        return sum(ballots * (most + 1 - number) for number, ballots in enumerate(row, 1))
    if how == "rank_sum":
        without = (valid - sum(row)) * (most + 1)
        return sum(ballots * number for number, ballots in enumerate(row, 1)) + without
    return None


def check_together(method, lines, valid):
    """What all options together may have, since one ballot carries so much and no more."""
    votes = sum(line.votes for line in lines)
    if method["kind"] in ("pick", "capped"):
        require(votes <= method["max"] * valid, "more votes than the ballots can carry")
        require(votes >= method.get("min", 0) * valid, "fewer votes than the ballots must carry")
    elif method["kind"] == "rank":
        for column in zip(*(line.counts for line in lines)):
            require(sum(column) <= valid, "one number more often than there are valid ballots")


def check_deputies(lines, poll, gate):
    """Votes of deputies, and those of the others, against how many there are of each."""
    electorate = poll["electorate"]
    for line in lines:
        if gate is not None:
            require(line.deputies <= line.votes, "more deputies in favour than everybody")
            require(line.deputies <= electorate["present"], "more deputies in favour than present")
            others = gate["electorate"] - electorate["all"]
            require(line.votes - line.deputies <= others, "more others in favour than there are")


# Whether a rule fits a method ---------------------------------------------------------------------


def check_rule(method, rule, options):
    kind, seats, gate = method["kind"], rule["seats"], rule["second_gate"]
    require(set(method) <= METHODS[kind] | {"kind"}, "a field that the method has not")
    require(rule["quorum"]["base"] == "all", "a quorum of another base")
    require(seats is None or kind != "grade", "seats with grades")
    require(seats is None or 1 <= seats <= options, "seats for more than there are options")
    require(rule["blank"] == "abstain" or kind == "yes_no_abstain", "a blank that is a yes")
    require(rule["over_vote"] == "ballot_void" or kind != "pick", "a void item on a pick ballot")
    require((rule["grading"] is not None) == (kind == "grade"), "grading and grades go together")
    require(rule["rank_score"] == "pick" or kind == "rank", "a score without numbers")
    require(rule["returned_over_issued"] == "void", "more ballots than were issued are void")
    if gate is not None:
        require(kind in ("pick", "yes_no_abstain", "capped"), "a second gate without votes")
        require(rule["pass"]["base"] in ("all", "present", "none"), "ballots of deputies alone")
    if kind in ("pick", "capped", "rank"):
        require(1 <= method["max"] <= options, "max beyond the options")
        require(method.get("min", 0) <= method["max"], "min over max")
    for share in shares(kind, rule):
        require(share["num"] <= share["den"], "a share of more than the whole")
        require(share["num"] < share["den"] or share["cmp"] == ">=", "more than the whole")
        require(share["num"] > 0 or share["cmp"] == ">", "at least nothing")
    if kind == "grade":
        check_grading(method["grades"], rule["grading"])


def shares(kind, rule):
    """All shares that a rule names."""
    marks = [rule["quorum"], rule["pass"], rule["second_gate"]]
    if kind == "grade":
        marks += rule["grading"]["steps"]
    return [share for share in marks if share is not None and share.get("base") != "none"]


def check_grading(grades, grading):
    require(grading["steps"], "a grading without a step")
    named = [step["grade"] for step in grading["steps"]] + [grading["else"]]
    require(all(grade in grades for grade in named), "a grade that no ballot has")
    places = [grades.index(grade) for grade in named]
    require(all(a < b for a, b in zip(places, places[1:])), "steps that do not go down")
    for step in grading["steps"]:
        require(1 <= step["sum"] <= len(grades), "a sum of more grades than there are")


# The decision, in the order of RULES 2.1 ----------------------------------------------------------


def decide(poll, at_opening=None):
    """The outcome. `at_opening`: those present at the opening, if others came later (P31)."""
    method, rule = poll["method"], settle(poll["rule"])
    titles = [option if isinstance(option, str) else option["title"] for option in poll["options"]]
    check_rule(method, rule, len(titles))
    everybody, present = poll["electorate"]["all"], poll["electorate"]["present"]
    ballots, gate = poll["ballots"], rule["second_gate"]
    issued, cast, invalid = ballots["issued"], ballots["cast"], ballots["invalid"]
    require(everybody > 0, "nobody who could vote")
    require(present <= everybody, "more present than there are deputies")
    require(invalid <= cast, "more invalid ballots than were cast")
    require(gate is None or gate["electorate"] >= everybody, "a wider electorate that is narrower")
    # Deputies who are absent cannot vote (P20); how many others are there nobody says.
    voters = present if gate is None else present + gate["electorate"] - everybody
    require(cast > issued or cast <= voters, "more ballots than voters")
    require(len(poll["totals"]) == len(titles), "one row for each option")
    valid = cast - invalid
    lines = [read_line(n, method, rule, row, valid) for n, row in enumerate(poll["totals"])]
    check_together(method, lines, valid)
    check_deputies(lines, poll, gate)
    bases = {"all": everybody, "present": present, "issued": issued, "valid": valid}

    quorum = holds(present if at_opening is None else at_opening, rule["quorum"], everybody)
    counted = quorum and cast <= issued
    if counted:
        judge(lines, method, rule, bases)
    ranks, order = rank(lines, rule)
    status, elected, tied, left, following, tie = "decided", [], [], 0, None, []
    if not counted:
        status, left = ("void" if quorum else "no_quorum"), rule["seats"] or 0
    elif method["kind"] != "grade":
        status, elected, tied, left, following, tie = fill(order, ranks, rule)
    not_cast = max(0, (present if gate is None else issued) - cast)
    return {
        "status": status,
        "options": [report(line, titles, ranks, elected, not_cast) for line in lines],
        "elected": elected,
        "tied": tied,
        "seats_left": left,
        "next": following,
        "warnings": warnings(method, rule, present, ballots, lines, elected, tie),
    }


def judge(lines, method, rule, bases):
    """Who passed, and the grades."""
    for line in lines:
        if method["kind"] == "grade":
            line.grade, line.passed = grade(line, rule["grading"], bases)
            line.level = method["grades"].index(line.grade)
        else:
            line.passed = passes(line, rule, bases)


def passes(line, rule, bases):
    """The pass mark on the deputies' votes, and the second gate on everybody's."""
    share, gate = rule["pass"], rule["second_gate"]
    votes = line.votes if line.deputies is None else line.deputies
    if share["base"] != "none" and not holds(votes, share, bases[share["base"]]):
        return False
    return gate is None or holds(line.votes, gate, gate["electorate"])


def grade(line, grading, bases):
    """The item's grade, and whether one of the steps gave it."""
    for step in grading["steps"]:
        if holds(sum(line.counts[: step["sum"]]), step, bases[grading["base"]]):
            return step["grade"], True
    return grading["else"], False


def merit(line, rule):
    """Greater is better."""
    if rule["rank_score"] == "borda":
        return line.score
    return -line.score if rule["rank_score"] == "rank_sum" else line.votes


def rank(lines, rule):
    """Ranks by index (1, 1, 3), and the lines from the first to the last; equals by number."""
    standings = {line.index: (not line.passed, line.level, -merit(line, rule)) for line in lines}
    order = sorted(lines, key=lambda line: (standings[line.index], line.index))
    ranks, before = {}, None
    for place, line in enumerate(order, 1):
        standing = standings[line.index]
        ranks[line.index] = ranks[order[place - 2].index] if standing == before else place
        before = standing
    return ranks, order


def fill(order, ranks, rule):
    """The seats: (status, elected, tied, seats left, next, what to warn of)."""
    passed, seats = [line.index for line in order if line.passed], rule["seats"]
    if seats is None or len(passed) == seats:
        return "decided", passed, [], 0, None, []
    if len(passed) < seats:
        left = seats - len(passed)
        others = sorted(line.index for line in order if not line.passed)
        return "shortfall", passed, [], left, again(rule["shortfall"], others, left), []
    if ranks[passed[seats - 1]] != ranks[passed[seats]]:
        return "decided", passed[:seats], [], 0, None, []
    cut = ranks[passed[seats]]
    above = [index for index in passed if ranks[index] < cut]
    tied = [index for index in passed if ranks[index] == cut]
    left = seats - len(above)
    if rule["tie_at_cut"] == "admit_all":
        return "decided", above + tied, tied, 0, None, ["tie_all_admitted"]
    if rule["tie_at_cut"] == "drop_all":
        return "decided", above, tied, left, None, ["tie_all_dropped"]
    return "tie_at_cut", above, tied, left, again(rule["tie_at_cut"], tied, left), []


def again(how, options, seats):
    """The next round, which only `revote` has."""
    return {"kind": "revote", "options": options, "seats": seats} if how == "revote" else None


def warnings(method, rule, present, ballots, lines, elected, tie):
    """Codes in the order of FORMATS.md."""
    kind, seats, options, gate = method["kind"], rule["seats"], len(lines), rule["second_gate"]
    codes = []
    if ballots["cast"] < ballots["issued"]:
        codes.append("not_returned")
    if gate is None and ballots["issued"] > present:
        codes.append("issued_over_present")
    if 3 * rule["quorum"]["num"] < 2 * rule["quorum"]["den"]:
        codes.append("quorum_below_two_thirds")
    if seats is not None and 5 * (options - seats) < seats:
        codes.append("surplus_below_20_percent")
    if kind != "grade" and rule["surplus"] == "obligatory" and seats in (None, options):
        codes.append("surplus_obligatory")
    if kind != "grade" and rule["pass"]["base"] != "all":
        codes.append("pass_base_not_all")
    mark = rule["pass"]
    if kind != "grade" and mark["base"] != "none" and 2 * mark["num"] < mark["den"]:
        codes.append("pass_below_half")
    marks = rule["grading"]["steps"] if kind == "grade" else [rule["pass"], gate or {}]
    if any(share.get("cmp") == ">=" and 2 * share["num"] == share["den"] for share in marks):
        codes.append("half_is_enough")
    codes += tie
    if any(lines[index].votes == 0 for index in elected):
        codes.append("elected_without_votes")
    return codes


def report(line, titles, ranks, elected, not_cast):
    shown = {
        "index": line.index,
        "title": titles[line.index],
        "votes": line.votes,
        "yes": line.votes,
        "no": line.no,
        "abstain": line.abstain,
        "not_cast": not_cast,
        "grade": line.grade,
        "passed": line.passed,
        "elected": line.index in elected,
        "rank": ranks[line.index],
    }
    for name in ("score", "counts", "deputies"):
        if getattr(line, name) is not None:
            shown[name] = getattr(line, name)
    return shown
