"""Random polls with their totals, made so that every branch of the rule is met often.

Uniformly random figures hardly ever hit a line. So most figures here are placed just below, on and
just above a line: of the quorum, of the pass mark of each base, of the second gate, of each step of
a grading, and on the votes of another option. One poll in twelve is spoiled; most of those the
program must refuse.
"""

KINDS = ("pick", "pick", "pick", "yes_no_abstain", "yes_no_abstain", "capped", "grade", "rank",
         "rank")
SHARES = ((1, 2), (1, 2), (1, 2), (2, 3), (2, 3), (3, 5), (3, 4), (4, 5), (1, 3), (2, 4), (1, 1))
GRADES = ("满意", "基本满意", "不满意", "不了解", "很差")
# A second gate where the method has no place for one.
GATE = {"electorate": 9000, "cmp": ">", "num": 1, "den": 2}
GATED = ("pick", "yes_no_abstain", "capped")


def poll(chance):
    """A poll description with `ballots` and `totals`, as `piaojue decide` reads it."""
    made = Maker(chance).poll()
    if chance.random() < 1 / 12:
        spoil(made, chance)
    return made


class Maker:
    """Makes a poll from the outside in: method, rule, hall, ballots, totals."""

    def __init__(self, chance):
        self.chance = chance

    def one_in(self, n):
        return self.chance.randrange(n) == 0

    def among(self, *values):
        return self.chance.choice(values)

    def poll(self):
        kind = self.chance.choice(KINDS)
        count = self.options(kind)
        method = self.method(kind, count)
        rule = self.rule(kind, method, count)
        everybody = self.among(self.chance.randint(1, 12), self.chance.randint(5, 160),
                               self.chance.randint(30, 60), self.chance.randint(100, 5000))
        present = self.present(everybody, rule["quorum"])
        others = 0
        if rule["second_gate"] is not None:
            others = self.chance.randint(0, everybody + 3)
            rule["second_gate"]["electorate"] = everybody + others
        ballots = self.ballots(present + others)
        valid = ballots["cast"] - ballots["invalid"]
        # `others` is no base: it is how many vote who are not deputies.
        bases = {"all": everybody, "present": present, "issued": ballots["issued"], "valid": valid,
                 "others": others}
        return {
            "title": "差异核验",
            "method": method,
            "options": [self.option(n) for n in range(count)],
            "electorate": {"all": everybody, "present": present},
            "rule": self.leave_out(rule),
            "ballots": ballots,
            "totals": self.totals(method, rule, count, bases),
        }

    def options(self, kind):
        if self.one_in(150):
            return self.chance.randint(26, 300 if kind == "pick" else 60)
        return self.among(2, 3, self.chance.randint(2, 8), self.chance.randint(5, 12))

    def option(self, n):
        if not self.one_in(9):
            return f"项目{n + 1}"
        # What an option costs says nothing to the rule.
        cost = self.among(120, "335.1545", "0.0001")
        return {"title": f"第{n + 1}项“修路”\\\"", "investment_wan": cost}

    def method(self, kind, count):
        if kind == "grade":
            return {"kind": kind, "grades": list(GRADES[: self.chance.randint(2, len(GRADES))])}
        if kind == "yes_no_abstain":
            return {"kind": kind}
        method = {"kind": kind, "max": self.chance.randint(1, count)}
        if kind == "pick" and not self.one_in(3):
            method["min"] = self.chance.randint(0, method["max"]) if self.one_in(3) else 0
        return method

    # The rule

    def share(self, **base):
        num, den = self.chance.choice(SHARES)
        if self.one_in(12):
            den = self.chance.randint(1, 200)
            num = self.chance.randint(1, den)
        cmp = ">=" if num == den else self.among(">", ">=")
        return {**base, "cmp": cmp, "num": num, "den": den}

    def near(self, share, base):
        """A figure at the line of a share."""
        return max(0, share["num"] * base // share["den"] + self.chance.randint(-1, 1))

    def rule(self, kind, method, count):
        gate = self.share() if kind in GATED and self.one_in(6) else None
        base = self.among("all", "present", "none")
        if gate is None and self.one_in(2):
            base = self.among("issued", "valid")
        rule = {
            "quorum": self.share(base="all"),
            "pass": {"base": "none"} if base == "none" else self.share(base=base),
            "second_gate": gate,
            "seats": None if kind == "grade" or self.one_in(6) else self.chance.randint(1, count),
            "surplus": self.among("free", "obligatory"),
            "tie_at_cut": self.among("revote", "presidium", "admit_all", "drop_all"),
            "shortfall": self.among("leave", "revote", "next_session", "presidium"),
            "blank": "yes" if kind == "yes_no_abstain" and self.one_in(2) else "abstain",
            "over_vote": "item_void" if kind != "pick" and self.one_in(2) else "ballot_void",
            "returned_over_issued": "void",
            "rank_score": self.among("pick", "borda", "rank_sum") if kind == "rank" else "pick",
            "publish": self.among("counts", "names"),
        }
        if kind == "grade":
            rule["grading"] = self.grading(method["grades"])
        return rule

    def grading(self, grades):
        steps = []
        for grade in grades[: self.chance.randint(1, len(grades) - 1)]:
            sums = self.chance.randint(1, len(grades))
            steps.append({"grade": grade, "sum": sums, **self.share()})
        base = self.among("all", "present", "issued", "valid")
        return {"steps": steps, "else": grades[-1], "base": base}

    def leave_out(self, rule):
        """Some parameters left to the profile, so that its values are compared too."""
        named = {}
        for name, value in rule.items():
            wanted = name == "grading" or (name == "second_gate" and value is not None)
            if wanted or not self.one_in(12):
                named[name] = value
        profile = self.among("default", "zj-2022", "cq-2024", "sn-2025", "sichuan-generic")
        return {"profile": profile, **named}

    # The hall

    def present(self, everybody, quorum):
        present = self.near(quorum, everybody) if self.one_in(4) else everybody
        if self.one_in(3):
            present = self.chance.randint((2 * everybody + 2) // 3, everybody)
        return min(present, everybody)

    def ballots(self, voters):
        issued = voters
        if self.one_in(4):
            issued = max(0, voters + self.chance.randint(-3, 2))
        cast = min(issued, voters)
        if self.one_in(3):
            cast = max(0, cast - self.chance.randint(0, 4))
        if self.one_in(15):
            cast = issued + self.chance.randint(1, 3)
        if self.one_in(60):
            cast = 0
        invalid = self.chance.randint(0, min(cast, 5)) if self.one_in(3) else 0
        return {"issued": issued, "cast": cast, "invalid": cast if self.one_in(150) else invalid}

    # Totals that ballots can give

    def totals(self, method, rule, count, bases):
        valid = bases["valid"]
        if method["kind"] == "grade":
            return [self.graded(method, rule["grading"], bases) for _ in range(count)]
        votes = self.votes(rule, count, bases)
        if method["kind"] == "rank":
            return self.numbered(method["max"], votes, valid)
        if method["kind"] != "yes_no_abstain":
            self.fit(votes, method.get("min", 0) * valid, method["max"] * valid, valid)
        rows = votes
        if rule["second_gate"] is not None:
            rows = [self.apart(row, rule["pass"], bases) for row in votes]
        if method["kind"] == "pick":
            return rows
        against = [self.chance.randint(0, valid - vote) for vote in votes]
        return [{"yes": row, "no": no} for row, no in zip(rows, against)]

    def votes(self, rule, count, bases):
        """Votes in favour: near a line, equal to one another, or anything."""
        share, gate, valid, votes = rule["pass"], rule["second_gate"], bases["valid"], []
        line = 0 if share["base"] == "none" else self.near(share, bases[share["base"]])
        least = min(valid, self.among(0, line // 2, line, max(0, valid - 3)))
        for _ in range(count):
            way = self.chance.randrange(8)
            if way < 3 and votes:
                vote = self.chance.choice(votes)
            elif way < 5 and share["base"] != "none":
                vote = self.near(share, bases[share["base"]])
            elif way < 6 and gate is not None:
                vote = self.near(gate, gate["electorate"])
            elif way == 6:
                vote = self.among(0, valid)
            else:
                vote = self.chance.randint(least, valid)
            votes.append(min(vote, valid))
        return votes

    def apart(self, votes, share, bases):
        """Votes of deputies among all votes: no more than are present, and no more of others."""
        most = min(votes, bases["present"])
        least = min(most, max(0, votes - bases["others"]))
        deputies = self.chance.randint(least, most)
        if share["base"] != "none" and self.one_in(2):
            deputies = self.near(share, bases[share["base"]])
        return {"deputies": max(least, min(deputies, most)), "all": votes}

    def fit(self, votes, least, most, valid):
        """Votes as the ballots can carry them."""
        total = sum(votes)
        while total > most:
            index = self.chance.randrange(len(votes))
            less = min(votes[index], max(1, (total - most) // 2))
            votes[index], total = votes[index] - less, total - less
        while total < least:
            index = self.chance.randrange(len(votes))
            more = min(valid - votes[index], max(1, (least - total) // 2))
            votes[index], total = votes[index] + more, total + more

    def graded(self, method, grading, bases):
        """Grades of one item; every second time with the sum of a step at its line."""
        row, left, first = [0] * len(method["grades"]), bases["valid"], 0
        if self.one_in(2):
            step = self.chance.choice(grading["steps"])
            upper = min(left, self.near(step, bases[grading["base"]]))
            first, left = step["sum"], left - upper
            for _ in range(3):
                part = self.chance.randint(0, upper)
                row[self.chance.randrange(first)] += part
                upper -= part
            row[self.chance.randrange(first)] += upper
        for index in range(first, len(row)):
            row[index] = self.chance.randint(0, left)
            left -= row[index]
        return row

    def numbered(self, most, votes, valid):
        """Ballots for each number: no option and no number more often than there are ballots."""
        room, rows = [valid] * most, []
        for vote in votes:
            if rows and self.one_in(4) and all(a <= b for a, b in zip(rows[-1], room)):
                row = list(rows[-1])
            else:
                row = [0] * most
                for place, number in enumerate(self.chance.sample(range(most), most)):
                    free = min(vote, room[number])
                    row[number] = free if place + 1 == most else self.chance.randint(0, free)
                    vote -= row[number]
            room = [a - b for a, b in zip(room, row)]
            rows.append(row)
        return rows


# Polls that contradict themselves -----------------------------------------------------------------
# Some ways now and then leave a poll lawful, and both counts must see that too.


def more_votes(poll, chance):
    index = chance.randrange(len(poll["totals"]))
    row = poll["totals"][index]
    more = poll["ballots"]["cast"] - poll["ballots"]["invalid"] + chance.randint(0, 1)
    if isinstance(row, int):
        poll["totals"][index] = more
    elif isinstance(row, list):
        row[chance.randrange(len(row))] = more
    elif "yes" in row and isinstance(row["yes"], int):
        row["yes"] = more
    else:
        row.get("yes", row)["all"] = more


def other_deputies(poll, chance):
    """Deputies in favour at the ends of what is possible, or one beyond."""
    for row in poll["totals"]:
        votes = row.get("yes", row) if isinstance(row, dict) else row
        if isinstance(votes, dict) and "all" in votes:
            electorate, gate = poll["electorate"], poll["rule"]["second_gate"]
            others = gate["electorate"] - electorate["all"]
            end = chance.choice((votes["all"], electorate["present"], votes["all"] - others))
            votes["deputies"] = max(0, end + chance.choice((-1, 0, 1)))


def more_invalid(poll, chance):
    poll["ballots"]["invalid"] = poll["ballots"]["cast"] + chance.randint(0, 1)


def one_row_less(poll, chance):
    if chance.random() < 0.2:
        poll["totals"].pop()


def other_gate(poll, chance):
    gate = poll["rule"]["second_gate"]
    if chance.random() < 0.3:
        poll["rule"]["pass"] = {"base": "valid", "cmp": ">", "num": 1, "den": 2}
    else:
        gate["electorate"] = max(1, poll["electorate"]["all"] + chance.randint(-2, 1))


def absent_vote(poll, chance):
    """As many ballots as there can be, or one more, which an absent deputy must have cast."""
    electorate, gate = poll["electorate"], poll["rule"]["second_gate"]
    cast = electorate["present"] + gate["electorate"] - electorate["all"] + chance.randint(0, 1)
    poll["ballots"].update(issued=cast, cast=cast)


def other_grading(poll, chance):
    grading = poll["rule"]["grading"]
    step = chance.choice(grading["steps"])
    change = chance.randrange(5)
    if change == 0:
        del poll["rule"]["grading"]
    elif change == 1:
        step["grade"] = "没有的"
    elif change == 2:
        step["sum"] = len(poll["method"]["grades"]) + 1
    elif change == 3:
        grading["steps"].reverse()
    else:
        grading["else"] = step["grade"]


def other_row(poll, chance):
    row = chance.choice(poll["totals"])
    if isinstance(row, list):
        row.append(0) if chance.random() < 0.5 else row.pop()


def other_quorum(poll, chance):
    if "quorum" in poll["rule"]:
        poll["rule"]["quorum"]["base"] = "present"


def other_share(poll, chance):
    """Shares at the ends: of nothing, of the whole, and beyond."""
    rule = poll["rule"]
    steps = rule.get("grading", {}).get("steps", [])
    marks = [rule.get("quorum"), rule.get("pass"), rule.get("second_gate"), *steps]
    share = chance.choice([share for share in marks if share] or [{}])
    if "cmp" in share:
        share["num"] = chance.choice((0, 0, share["den"], share["den"] + 1))
        share["cmp"] = chance.choice((">", ">="))


def nudge(*path):
    def change(poll, chance):
        inner = poll
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = max(0, inner.get(path[-1], 0) + chance.choice((-2, -1, 1, 2, 3)))

    return change


def nobody(poll, chance):
    poll["electorate"].update(all=0, present=chance.randint(0, 1))


def misfit(name, *values):
    def change(poll, chance):
        poll["rule"][name] = chance.choice(values)

    return change


def spoil(poll, chance):
    """One change, of those that the poll's method and rule are open to."""
    ways = ANY_POLL + OF_A_METHOD[poll["method"]["kind"]]
    if poll["rule"].get("second_gate") is not None:
        ways = GATED_POLL
    chance.choice(ways)(poll, chance)


NO_STEP = misfit("grading", {"steps": [], "else": "满意", "base": "all"})

ANY_POLL = (
    more_votes, more_votes, other_share, other_share, one_row_less, other_quorum,
    nudge("ballots", "invalid"), nudge("ballots", "cast"), nudge("ballots", "issued"),
    nudge("electorate", "present"), nudge("electorate", "all"), nudge("method", "max"),
    more_invalid, nobody, misfit("seats", 1, 2, 9, 400), misfit("blank", "yes"),
    misfit("over_vote", "item_void"), misfit("rank_score", "borda", "rank_sum"),
    misfit("returned_over_issued", "accept"),
    NO_STEP,
)
# What only some polls can be spoiled by comes up as often as what spoils all.
OF_A_METHOD = {
    "pick": (nudge("method", "min"),) * 6,
    "yes_no_abstain": (),
    "capped": (more_votes,) * 6,
    "grade": (other_grading,) * 20 + (other_row, misfit("seats", 1, 2), NO_STEP) * 3,
    "rank": (other_row, more_votes, misfit("second_gate", GATE)) * 3,
}
GATED_POLL = (
    other_deputies, other_deputies, other_deputies, other_gate, other_gate, other_gate,
    absent_vote, absent_vote, other_share,
)
