"""Whether the sentences of an outcome say what its figures say.

The words are the program's own. What they claim is checked: the votes, the base and its figure,
whether the mark was met, the place and what became of the option, in Chinese and in English.
"""

BASES = {
    "all": ("全体代表 {} 人", "of all {} deput"),
    "present": ("到会代表 {} 人", "of the {} deput"),
    "issued": ("发出的票 {} 张", "of the {} ballot"),
    "valid": ("有效票 {} 张", "of the {} valid ballot"),
}
# By `cmp` and whether it holds. No word is the beginning of another in the place where it stands.
RELATIONS = {
    (">", True): ("，超过", ", more than"),
    (">", False): ("，未超过", ", not more than"),
    (">=", True): ("，达到", ", at least"),
    (">=", False): ("，未达到", ", less than"),
}
STATUS = {
    "no_quorum": ("不足法定人数", "no quorum"),
    "void": ("本次票决无效", "the vote is void"),
}


def wrong(poll, rule, outcome, at_opening):
    """Claims that an outcome's sentences do not make, as (where, language, claim)."""
    missing = []
    for line in outcome["options"]:
        for claim in option_claims(poll, rule, outcome, line):
            missing += lacking(f"options[{line['index']}].reason", line["reason"], claim)
        for language, ending in zip(("zh", "en"), verdict(rule, outcome, line)):
            if not line["reason"][language].endswith(ending):
                missing.append((f"options[{line['index']}].reason", language, ending))
    for claim in poll_claims(poll, outcome, at_opening):
        missing += lacking("reason", outcome["reason"], claim)
    for warning in outcome["warnings"]:
        for claim in warning_claims(poll, rule, outcome, warning["code"]):
            missing += lacking(f"warnings.{warning['code']}", warning, claim)
    return missing


def lacking(where, sentence, claim):
    claims = zip(("zh", "en"), claim)
    return [(where, tongue, words) for tongue, words in claims if words not in sentence[tongue]]


def option_claims(poll, rule, outcome, line):
    counted = outcome["status"] not in STATUS
    if not counted:
        yield STATUS[outcome["status"]]
    if line["grade"] is not None or (poll["method"]["kind"] == "grade" and counted):
        yield from grade_claims(poll, rule, line)
        return
    if "deputies" in line:
        yield f"代表得 {line['deputies']} 票", f"{line['deputies']} vote"
        yield f"全部投票人共得 {line['votes']} 票", f"{line['votes']} vote"
    else:
        yield f"得 {line['votes']} 票", f"{line['votes']} vote"
    if rule["rank_score"] == "borda":
        yield f"计 {line['score']} 分", f"{line['score']} point"
    if rule["rank_score"] == "rank_sum":
        yield f"序号合计 {line['score']}，", f"numbers adding up to {line['score']},"
    if not counted:
        return
    yield f"列第 {line['rank']} 位", f"in place {line['rank']}"
    if rule["second_gate"] is None:
        if rule["pass"]["base"] == "none":
            yield "不设得票数要求", "with no pass mark"
        else:
            yield RELATIONS[rule["pass"]["cmp"], line["passed"]]
            yield base_claim(poll, rule["pass"]["base"])
    elif line["passed"]:
        yield RELATIONS[rule["second_gate"]["cmp"], True]
        voters = rule["second_gate"]["electorate"]
        yield f"全体投票人 {voters} 人", f"of all {voters} voter"


def base_claim(poll, base):
    ballots = poll["ballots"]
    figures = {**poll["electorate"], **ballots, "valid": ballots["cast"] - ballots["invalid"]}
    return tuple(words.format(figures[base]) for words in BASES[base])


def grade_claims(poll, rule, line):
    grades, steps = poll["method"]["grades"], rule["grading"]["steps"]
    given = [step for step in steps if step["grade"] == line["grade"]]
    step = given[0] if line["passed"] else steps[-1]
    votes = sum(line["counts"][: step["sum"]])
    yield f" {votes} 票", f" {votes} vote"
    yield "、".join(f"“{grade}”" for grade in grades[: step["sum"]]), f"“{grades[0]}”"
    yield RELATIONS[step["cmp"], line["passed"]][0], RELATIONS[step["cmp"], line["passed"]][1]
    yield base_claim(poll, rule["grading"]["base"])


def verdict(rule, outcome, line):
    """How the sentence ends."""
    if outcome["status"] in STATUS:
        return "不作认定。", "not decided."
    if line["grade"] is not None:
        return f"评为“{line['grade']}”。", f"graded “{line['grade']}”."
    if line["index"] in outcome["tied"]:
        if outcome["status"] == "tie_at_cut":
            return "待定。", "not yet decided."
        if line["elected"]:
            return "并列一并入选的规定入选。", "chosen, as the rule admits all that are level."
        return "并列均不入选的规定未入选。", "not chosen, as the rule drops all that are level."
    if rule["seats"] is None:
        return ("位，通过。", ", passed.") if line["elected"] else ("位，未通过。", ", not passed.")
    if line["passed"] and not line["elected"]:
        if outcome["tied"] and outcome["seats_left"]:
            return "并列的项目之后，未入选。", " level at the cut, not chosen."
        return "项目占满，未入选。", " taken by options ahead of it, not chosen."
    return ("位，入选。", ", chosen.") if line["elected"] else ("位，未入选。", ", not chosen.")


def poll_claims(poll, outcome, at_opening):
    # The sentence of the poll is about the quorum, and that is of the opening.
    everybody, present = poll["electorate"]["all"], poll["electorate"]["present"]
    then = "到会"
    if at_opening not in (None, present):
        then, present = "票决开始时到会", at_opening
    yield f"全体代表 {everybody} 人，{then} {present} 人", f"{present} of all {everybody} "
    if outcome["status"] in STATUS:
        yield STATUS[outcome["status"]]
    elif outcome["status"] == "shortfall":
        left = outcome["seats_left"]
        yield f"尚缺 {left} 个", f", {left} fewer than"
    elif outcome["status"] == "tie_at_cut":
        tied, left = len(outcome["tied"]), outcome["seats_left"]
        yield f"{tied} 个项目在入选末位并列", f"{tied} options are level at the cut"
        yield f"尚缺 {left} 个", f"with {left} of"


def warning_claims(poll, rule, outcome, code):
    ballots, chosen = poll["ballots"], len(outcome["elected"])
    issued, cast, seats = ballots["issued"], ballots["cast"], rule["seats"]
    if code == "not_returned":
        missing = issued - cast
        yield f"收回票 {cast} 张，未收回 {missing} 张", f"{missing} did not return"
    elif code == "issued_over_present":
        present = poll["electorate"]["present"]
        yield f"发出票 {issued} 张，多于到会代表 {present} 人", f"{issued} ballot"
    elif code == "surplus_below_20_percent":
        surplus = len(poll["options"]) - seats
        yield f"应选 {seats} 个，差额 {surplus} 个", f"surplus of {surplus} "
    elif code == "tie_all_admitted":
        yield f"共选出 {chosen} 个，多于应选 {seats} 个", f": {chosen} for {seats} seat"
    elif code == "tie_all_dropped":
        yield f"共选出 {chosen} 个，少于应选 {seats} 个", f": {chosen} for {seats} seat"
    elif code == "elected_without_votes":
        without = sum(line["elected"] and line["votes"] == 0 for line in outcome["options"])
        yield f"有 {without} 个没有得票", f"{without} of the options chosen"
