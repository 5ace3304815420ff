#!/usr/bin/env python3
"""Writes the example inputs of this folder and what must come out of them.

    python3 examples/generate.py            writes every file
    python3 examples/generate.py --check    exits 1 if a committed file differs

The published figures (README.md names the sources) are the targets; the ballots are made so that
their plain count gives exactly these targets. `expected.json` is computed from the ballots by
`count` and `decide` below. They are written from docs/RULES.md and share nothing with the Rust
code, so that the two can check each other. Standard library only; same output on every machine.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


# --- chance that is the same everywhere --------------------------------------------------------


class Dice:
    """A stream of numbers from SHA-256 of the seed and a counter: no version of Python changes it."""

    def __init__(self, seed):
        self.seed, self.drawn = seed, 0

    def below(self, n):
        self.drawn += 1
        digest = hashlib.sha256(f"{self.seed}/{self.drawn}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % n

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


# --- ballots that add up to given totals -------------------------------------------------------


def picks(totals, ballots, most, dice):
    """`ballots` lists of options: option j stands on totals[j] of them, none is longer than `most`."""
    assert max(totals) <= ballots and sum(totals) <= ballots * most, "the totals cannot be reached"
    marks = [set() for _ in range(ballots)]
    place = 0
    for option in dice.shuffled(range(len(totals))):
        for _ in range(totals[option]):
            marks[place % ballots].add(option)
            place += 1
    # Dealing gives every ballot nearly the same length and neighbours nearly the same marks.
    # Moving and exchanging marks between ballots keeps the totals and makes a hall of it.
    for _ in range(ballots * len(totals)):
        one, two = dice.below(ballots), dice.below(ballots)
        only_one, only_two = sorted(marks[one] - marks[two]), sorted(marks[two] - marks[one])
        if only_one and only_two:
            a = only_one[dice.below(len(only_one))]
            b = only_two[dice.below(len(only_two))]
            marks[one] ^= {a, b}
            marks[two] ^= {a, b}
        elif only_one and len(marks[two]) < most and dice.below(3) == 0:
            a = only_one[dice.below(len(only_one))]
            marks[one].discard(a)
            marks[two].add(a)
    return dice.shuffled([sorted(m) for m in marks])


def columns(totals, ballots, dice):
    """One column per option, e.g. {"yes": 60, "no": 2}; what is missing to `ballots` is the blank."""
    cols = []
    for counts, blank in totals:
        col = [word for word, n in counts.items() for _ in range(n)]
        assert len(col) <= ballots, "more marks than ballots"
        cols.append(dice.shuffled(col + [blank] * (ballots - len(col))))
    return [list(row) for row in zip(*cols)]


def yes_no(totals, ballots, dice):
    return columns([({"yes": y, "no": n}, "abstain") for y, n in totals], ballots, dice)


def capped(totals, ballots, most, dice):
    """Yes marks within the cap; the no marks go where no yes stands."""
    rows = []
    for mark in picks([yes for yes, _ in totals], ballots, most, dice):
        rows.append(["yes" if j in mark else "abstain" for j in range(len(totals))])
    for j, (_, no) in enumerate(totals):
        free = dice.shuffled(i for i in range(ballots) if rows[i][j] == "abstain")
        assert len(free) >= no
        for i in free[:no]:
            rows[i][j] = "no"
    return rows


def grades(totals, names, ballots, dice):
    return columns([(dict(zip(names, row)), None) for row in totals], ballots, dice)


def ranks(liking, ballots, most, dice):
    """Each ballot numbers options from 1 in an order that follows `liking` with much noise."""
    rows = []
    for _ in range(ballots):
        noisy = sorted(range(len(liking)), key=lambda j: (liking[j] + dice.below(60), -j))
        length = most if dice.below(5) else 3 + dice.below(most - 2)
        chosen = list(reversed(noisy))[:length]
        rows.append({str(j): r for j, r in sorted((j, i + 1) for i, j in enumerate(chosen))})
    return rows


# --- the plain count and the rule, independent of the Rust code --------------------------------


def count(poll):
    """Totals as docs/FORMATS.md has them for `decide`."""
    method, ballots, n = poll["method"], poll["ballots"], len(poll["options"])
    kind = method["kind"]
    if kind == "pick":
        return [sum(j in b for b in ballots) for j in range(n)]
    if kind in ("yes_no_abstain", "capped"):
        unmarked = "yes" if poll["rule"].get("blank") == "yes" else "abstain"
        read = [[unmarked if mark is None else mark for mark in b] for b in ballots]
        return [{w: sum(b[j] == w for b in read) for w in ("yes", "no")} for j in range(n)]
    if kind == "grade":
        return [[sum(b[j] == g for b in ballots) for g in method["grades"]] for j in range(n)]
    numbers = range(1, method["max"] + 1)
    return [[sum(b.get(str(j)) == r for b in ballots) for r in numbers] for j in range(n)]


def holds(votes, fraction, base):
    left, right = votes * fraction["den"], base * fraction["num"]
    return left > right if fraction["cmp"] == ">" else left >= right


DEFAULT = {
    "quorum": {"base": "all", "cmp": ">=", "num": 2, "den": 3},
    "pass": {"base": "all", "cmp": ">", "num": 1, "den": 2},
    "second_gate": None,
    "seats": None,
    "tie_at_cut": "revote",
    "grading": None,
    "rank_score": "pick",
}


def decide(poll, totals, issued, cast, invalid=0):
    """Status, elected, tied, seats left and grades of docs/RULES.md, section 2.1."""
    rule = DEFAULT | {k: v for k, v in poll["rule"].items() if k in DEFAULT}
    everyone, present = poll["electorate"]["all"], poll["electorate"]["present"]
    base = {"all": everyone, "present": present, "issued": issued, "valid": cast - invalid}
    seats = rule["seats"]
    if not holds(present, rule["quorum"], everyone):
        return result("no_quorum", seats_left=seats or 0)
    if cast > issued:
        return result("void", seats_left=seats or 0)
    if poll["method"]["kind"] == "grade":
        return result("decided") | {"grades": grade(totals, rule["grading"], base)}
    passed, order = [], []
    for total in totals:
        first, second = marks(total)
        ok = rule["pass"]["base"] == "none" or holds(first, rule["pass"], base[rule["pass"]["base"]])
        gate = rule["second_gate"]
        passed.append(ok and (gate is None or holds(second, gate, gate["electorate"])))
        order.append(score(poll, rule, total, cast - invalid, second))
    ranked = sorted((j for j in range(len(totals)) if passed[j]), key=lambda j: (-order[j], j))
    if seats is None or len(ranked) == seats:
        return result("decided", ranked)
    if len(ranked) < seats:
        return result("shortfall", ranked, seats_left=seats - len(ranked))
    last = order[ranked[seats - 1]]
    tied = [j for j in ranked if order[j] == last]
    sure = [j for j in ranked if order[j] > last]
    if len(sure) + len(tied) == seats:
        return result("decided", ranked[:seats])
    assert rule["tie_at_cut"] in ("revote", "presidium"), "no example needs the other two"
    return result("tie_at_cut", sure, sorted(tied), seats - len(sure))


def result(status, elected=(), tied=(), seats_left=0):
    return {"status": status, "elected": list(elected), "tied": list(tied), "seats_left": seats_left}


def marks(total):
    """The votes that the pass mark sees, and everybody's."""
    votes = total["yes"] if isinstance(total, dict) and "yes" in total else total
    if isinstance(votes, dict):
        return votes["deputies"], votes["all"]
    if isinstance(votes, list):
        return sum(votes), sum(votes)
    return votes, votes


def score(poll, rule, total, valid, votes):
    """What the order goes by: more is better."""
    if poll["method"]["kind"] != "rank" or rule["rank_score"] == "pick":
        return votes
    most = poll["method"]["max"]
    if rule["rank_score"] == "borda":
        return sum(n * (most - i) for i, n in enumerate(total))
    numbered = sum(n * (i + 1) for i, n in enumerate(total))
    return -(numbered + (valid - sum(total)) * (most + 1))


def grade(totals, grading, base):
    results = []
    for row in totals:
        held = (s["grade"] for s in grading["steps"]
                if holds(sum(row[: s["sum"]]), s, base[grading["base"]]))
        results.append(next(held, grading["else"]))
    return results


# --- the polls ---------------------------------------------------------------------------------

INVENTED = "(虚构)"


def poll(title, method, options, everyone, present, rule, **more):
    return {"title": title, "method": method, "options": options,
            "electorate": {"all": everyone, "present": present},
            "rule": {"profile": "default"} | rule} | more


def siping():
    made = poll("2023年四屏镇民生实事项目票决", {"kind": "pick", "min": 0, "max": 1},
                ["农村人居环境整治和饮水工程", "民生公路"], 48, 45, {"seats": 1}, tellers=2, presidium=3)
    return made | {"ballots": picks([42, 3], 45, 1, Dice("siping-2023"))}


def zhangzhai():
    options = ["沛县唐楼护理院改造项目", "张寨镇老年大学建设工程", "张寨镇农村公路提档升级工程",
               "张寨镇农村桥梁改造工程", "村内道路硬化工程", "村内路灯亮化工程", "张寨镇高标准农田建设项目",
               "张寨镇危房改造项目", "镇区公共停车场建设工程" + INVENTED, "村级文化广场提升工程" + INVENTED]
    made = poll("2022年度张寨镇民生实事项目票决", {"kind": "pick", "min": 0, "max": 8}, options, 108, 102,
                {"seats": 8})
    totals = [98, 95, 101, 88, 92, 97, 90, 85, 40, 26]
    return made | {"ballots": picks(totals, 102, 8, Dice("zhangzhai-2022"))}


def beipo():
    options = ["北坡镇中心小学新建教学楼项目", "北坡镇三合新村至白沙岗桥头路段亮化工程项目",
               "镇区农贸市场改造项目" + INVENTED, "镇卫生院设备更新项目" + INVENTED,
               "村级饮水管网延伸项目" + INVENTED, "镇区排水渠整治项目" + INVENTED,
               "村级文化楼修缮项目" + INVENTED]
    made = poll("北坡镇2019年民生实事项目票决", {"kind": "yes_no_abstain"}, options, 55, 51, {"seats": None})
    totals = [(51, 0), (51, 0), (50, 0), (49, 1), (50, 1), (48, 1), (47, 2)]
    return made | {"ballots": yes_no(totals, 51, Dice("beipo-2019"))}


def baishabu():
    options = ["村庄亮化项目", "村庄绿化项目", "道路拓宽硬化项目", "村级健身广场项目" + INVENTED]
    made = poll("2021年白沙埠镇重大民生实事项目票决", {"kind": "yes_no_abstain"}, options, 68, 63,
                {"seats": 4, "shortfall": "leave"})
    totals = [(63, 0), (60, 1), (61, 2), (31, 24)]
    return made | {"ballots": yes_no(totals, 63, Dice("baishabu-2021"))}


ZHENHAI_GRADING = {
    "steps": [{"grade": "满意", "sum": 1, "cmp": ">", "num": 1, "den": 2},
              {"grade": "基本满意", "sum": 2, "cmp": ">", "num": 1, "den": 2}],
    "else": "不满意", "base": "all"}


def zhenhai():
    names = ["满意", "基本满意", "不满意"]
    options = ["教育惠民补短强基", "公共卫生服务能力提升", "老旧小区改造", "食品安全供应保障",
               "老年护理照料中心建设", "交通治堵工程", "隧道口停车场新建工程", "住房保障行动"]
    made = poll("2021年区政府民生实事项目满意度测评", {"kind": "grade", "grades": names}, options, 32, 29,
                {"grading": ZHENHAI_GRADING})
    totals = [(28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1),
              (28, 1, 0)]
    return made | {"ballots": grades(totals, names, 29, Dice("zhenhai-2022"))}


def liyang():
    options = [
        {"title": "农村道路硬化项目", "unit": "镇公路站", "due": "2021-11"},
        {"title": "福山胡荣省级美丽乡村建设项目", "unit": "农业农村办", "due": "2021-12"},
        {"title": "林洋集团光伏发电项目", "unit": "镇经济发展办", "due": "2021-06"},
        {"title": "林头镇城市运动休闲景观绿化工程", "unit": "镇城建规划分局", "due": "2021-12"},
        {"title": "“书香大陈”文化健身公园建设项目", "category": "文体", "investment_wan": "230"},
        {"title": "萃文小学及大陈幼儿园连接221省道道路提升项目", "category": "出行", "investment_wan": "278"},
        {"title": "大陈智慧农贸市场改造提升项目", "category": "便民", "investment_wan": "29"},
    ] + [{"title": title + INVENTED} for title in (
        "自来水管网改造工程", "镇中心幼儿园扩建工程", "村级卫生室标准化建设", "农村公厕改造工程", "污水处理站建设工程",
        "防洪堤加固工程", "老年活动中心建设工程", "镇区路灯亮化工程", "垃圾中转站建设工程", "农田灌溉渠道整治工程",
        "危桥改造工程", "村级文化礼堂建设工程", "镇区公交候车亭建设工程")]
    made = poll("力洋镇20选10序号票(候选项目多为填充)", {"kind": "rank", "max": 10}, options, 70, 64,
                {"seats": 10, "pass": {"base": "none"},
                 "rank_score": "borda"})
    liking = [62, 40, 12, 18, 44, 35, 22, 66, 58, 49, 31, 54, 47, 38, 27, 15, 42, 33, 20, 9]
    return made | {"ballots": ranks(liking, 64, 10, Dice("liyang-2010"))}


def fenshuiling():
    options = ["产业基础设施建设项目(南锋路建设)", "村级公厕全覆盖建设项目", "老年人活动中心改造项目",
               "农村聚居点节能照明工程", "扶贫就业创业指导项目", "场镇停车场建设项目" + INVENTED,
               "村级便民服务站改造项目" + INVENTED]
    made = poll("分水岭镇2020年民生实事项目票决(末位同票演示)", {"kind": "pick", "min": 0, "max": 5}, options,
                62, 57, {"seats": 5, "tie_at_cut": "revote"})
    totals = [51, 48, 46, 43, 36, 36, 20]
    return made | {"ballots": picks(totals, 57, 5, Dice("fenshuiling-2020"))}


def zhangmu():
    options = ["邓保村谭宝屯屯内道路建设项目", "那柳村韦柳屯生活污水生态净化项目", "马班水库除险加固工程",
               "元金村元村屯至汉世伟猪场道路硬化工程", "村级篮球场建设项目" + INVENTED]
    made = poll("樟木镇2024年民生实事项目票决", {"kind": "pick", "min": 0, "max": 4}, options, 103, 93,
                {"seats": 4})
    totals = [89, 86, 81, 52, 47]
    return made | {"ballots": picks(totals, 91, 4, Dice("zhangmu-2024"))}


def liufengguan():
    options = ["社区工厂年产三十万个毛绒玩具加工项目", "村组道路提升项目" + INVENTED, "集镇供水改造项目" + INVENTED,
               "村级养老互助点建设项目" + INVENTED, "河堤步道建设项目" + INVENTED]
    made = poll("2023年留凤关镇民生实事项目票决", {"kind": "capped", "max": 4}, options, 56, 52, {"seats": 4})
    totals = [(49, 1), (46, 3), (44, 2), (38, 6), (27, 12)]
    return made | {"ballots": capped(totals, 52, 4, Dice("liufengguan-2023"))}


def dapeng():
    places = ["布新", "王母", "水头", "下沙", "鹏城", "大鹏", "岭澳"]
    things = ["路灯维修", "步道修缮", "健身器材更换", "排水沟清淤", "垃圾分类亭", "公厕改造", "停车位划线", "充电桩安装",
              "长者饭堂设备", "儿童乐园", "图书角", "晾衣架", "休闲座椅", "消防器材", "监控补点", "绿化补种", "楼道粉刷",
              "扶手加装", "宣传栏", "雨棚", "篮球场翻新", "乒乓球台", "凉亭修缮", "挡土墙加固", "护栏加装", "无障碍坡道",
              "水泵更换", "管线整理", "防滑处理", "快递柜", "广播设备", "急救箱", "路面修补", "标识牌", "文化墙"]
    options = [place + thing + INVENTED for thing in things for place in places]
    made = poll("大鹏规模压力测试:245选196(虚构)", {"kind": "pick", "min": 0, "max": 196}, options, 160, 160,
                {"seats": 196})
    # The line between chosen and not chosen must be no tie: 196 distinct from 197.
    dice = Dice("dapeng-2020")
    totals = [104 + (j * 7) % 50 for j in range(196)] + [30 + (j * 11) % 50 for j in range(49)]
    totals = dice.shuffled(totals)
    return made | {"ballots": picks(totals, 160, 196, dice)}


def anyi():
    options = [f"{title}{INVENTED}" for title in (
        "村道硬化", "危桥改造", "饮水管网", "卫生室建设", "幼儿园扩建", "学校操场", "养老服务站", "残疾人托养", "公厕改造",
        "污水管网", "垃圾中转站", "河道清淤", "路灯亮化", "电网改造", "农贸市场", "公交候车亭", "文化广场", "图书室",
        "停车场", "便民服务点")]
    made = poll("160名代表20选10压力测试(虚构)", {"kind": "pick", "min": 0, "max": 10}, options, 160, 160,
                {"seats": 10}, tellers=3, presidium=7)
    totals = [151, 96, 143, 121, 133, 88, 126, 34, 83, 118, 47, 63, 110, 39, 55, 42, 28, 19, 60, 31]
    return made | {"ballots": picks(totals, 160, 10, Dice("anyi-160"))}


def decided(description, issued, cast, invalid, totals):
    return description | {"ballots": {"issued": issued, "cast": cast, "invalid": invalid},
                          "totals": totals}


def shigu():
    made = poll("双重过半演示:代表过半且全体超过三分之二", {"kind": "pick", "min": 0, "max": 3},
                ["得代表5票、全体14票", "得代表5票、全体13票", "得代表4票、全体16票"], 8, 8,
                {"seats": None, "second_gate": {"electorate": 20, "cmp": ">", "num": 2, "den": 3}})
    totals = [{"deputies": 5, "all": 14}, {"deputies": 5, "all": 13}, {"deputies": 4, "all": 16}]
    return decided(made, 20, 20, 0, totals)


def no_quorum():
    made = poll("法定人数演示:60名代表到会39名", {"kind": "pick", "min": 0, "max": 3},
                ["村道硬化", "饮水管网", "路灯亮化", "公厕改造"], 60, 39, {"seats": 3})
    return decided(made, 39, 39, 0, [39, 38, 36, 4])


def void():
    made = poll("收回票数多于发出票数演示", {"kind": "pick", "min": 0, "max": 1},
                ["农村人居环境整治和饮水工程", "民生公路"], 48, 45, {"seats": 1})
    return decided(made, 45, 46, 0, [42, 4])


def dawu():
    grading = {"steps": [{"grade": "称职", "sum": 1, "cmp": ">=", "num": 4, "den": 5},
                         {"grade": "基本称职", "sum": 1, "cmp": ">=", "num": 1, "den": 2}],
               "else": "不称职", "base": "valid"}
    made = poll("述职测评八成与五成界线演示", {"kind": "grade", "grades": ["称职", "基本称职", "不称职"]},
                ["四十六张票中三十七张", "四十六张票中三十六张", "四十六张票中二十三张", "四十六张票中二十二张"], 46, 46,
                {"grading": grading})
    return decided(made, 46, 46, 0, [[37, 9, 0], [36, 10, 0], [23, 20, 3], [22, 20, 4]])


def zhenhai_half():
    made = poll("满意度测评恰为半数演示:30人", {"kind": "grade", "grades": ["满意", "基本满意", "不满意"]},
                ["满意16票", "满意15票恰为半数", "满意加基本满意16票", "满意加基本满意15票恰为半数"], 30, 30,
                {"grading": ZHENHAI_GRADING})
    return decided(made, 30, 30, 0, [[16, 0, 14], [15, 0, 15], [10, 6, 14], [10, 5, 15]])


SIMULATE = {
    "siping-2023.json": siping, "zhangzhai-2022.json": zhangzhai, "beipo-2019.json": beipo,
    "baishabu-2021.json": baishabu, "zhenhai-2022.json": zhenhai, "liyang-2010.json": liyang,
    "fenshuiling-2020.json": fenshuiling, "zhangmu-2024.json": zhangmu,
    "liufengguan-2023.json": liufengguan, "stress/dapeng-2020.json": dapeng,
    "stress/anyi-160.json": anyi,
}
DECIDE = {
    "decide/shigu-double-gate.json": shigu, "decide/no-quorum.json": no_quorum,
    "decide/void-46-of-45.json": void, "decide/dawu-thresholds.json": dawu,
    "decide/zhenhai-half.json": zhenhai_half,
}


# --- checks and files --------------------------------------------------------------------------


def check(made):
    """What every simulate input must keep, whatever its figures."""
    everyone, present = made["electorate"]["all"], made["electorate"]["present"]
    cast, n, method = made["ballots"], len(made["options"]), made["method"]
    titles = [o if isinstance(o, str) else o["title"] for o in made["options"]]
    assert 5 <= len(cast) <= present <= everyone and 3 * present >= 2 * everyone
    assert 2 <= n <= 300 and len(set(titles)) == n and max(map(len, [made["title"]] + titles)) <= 60
    for ballot in cast:
        if method["kind"] == "pick":
            assert method["min"] <= len(ballot) <= method["max"] and len(set(ballot)) == len(ballot)
        elif method["kind"] == "rank":
            assert len(set(ballot.values())) == len(ballot) <= method["max"]
        else:
            assert len(ballot) == n
            assert method["kind"] != "capped" or ballot.count("yes") <= method["max"]


def text(value):
    """JSON to be read: a line for each member, and for each option, ballot and total."""
    def line(item):
        return json.dumps(item, ensure_ascii=False)
    parts = []
    for key, item in value.items():
        if key in ("options", "ballots", "totals") and isinstance(item, list):
            rows = ",\n".join("    " + line(row) for row in item)
            parts.append(f"  {line(key)}: [\n{rows}\n  ]")
        else:
            parts.append(f"  {line(key)}: {line(item)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def everything():
    files, expected = {}, {}
    for name, make in SIMULATE.items():
        made = make()
        check(made)
        totals, cast = count(made), len(made["ballots"])
        issued = made["electorate"]["present"]
        expected[name] = {"ballots": cast, "totals": totals} | decide(made, totals, issued, cast)
        files[name] = text(made)
    for name, make in DECIDE.items():
        made = make()
        paper = made["ballots"]
        result = decide(made, made["totals"], paper["issued"], paper["cast"], paper["invalid"])
        expected[name] = {"ballots": paper["cast"], "totals": made["totals"]} | result
        files[name] = text(made)
    files["expected.json"] = text(expected)
    return files


def main():
    different = []
    for name, content in everything().items():
        path = HERE / name
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                different.append(name)
            continue
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    if different:
        sys.exit("these examples differ from what generate.py makes: " + ", ".join(different))


if __name__ == "__main__":
    main()
