// What a teller's device decides of papers: which tasks there are, which boxes a method has, and
// what typed figures are possible.

import assert from "node:assert/strict";
import { test } from "node:test";

import { columns, faults, parsed, rowSum, slotOf, takesBack } from "../../static/js/officer/figures.mjs";
import { upToClose } from "../../static/js/officer/log.mjs";
import { countSteps, papersWanted, tasks } from "../../static/js/officer/tasklist.mjs";

const [T1, T2] = ["t1", "t2"];
const paper = (change) =>
  ({ issued: 6, papers: 0, batch: 1, entry: "empty", mine: null, differs: [], ...change });
const poll = (channel, change, more = {}) => ({
  poll: "p", state: "closed", channel, ballots: 0, shares: [], outcome: null,
  closing: { signed: [], note: null, disagree: false }, paper: paper(change), ...more,
});
const view = (polls, notes = []) => ({
  officer: { id: T1, role: "teller", registered: true },
  officers: { tellers: [{ id: T1 }, { id: T2 }], presidium: [], fixed: true },
  slips: { made: 10, voided: 0 }, notes, polls,
});
const states = (of) => Object.fromEntries(tasks(of).map(({ kind, state }) => [kind, state]));

test("papers are entered until as many are in as were handed out", () => {
  assert.equal(states(view([poll("paper", {})])).paper_entry, "now");
  assert.equal(states(view([poll("paper", { papers: 6 })])).paper_entry, undefined);
  assert.equal(states(view([poll("sealed", { issued: 0 })])).paper_entry, undefined);
  assert.equal(papersWanted(poll("hands", { issued: 12, papers: 11 })), false, "counted once");
  assert.equal(papersWanted(poll("hands", { issued: 12 })), true);
  const signed = { closing: { signed: [{ officer: T2, stubs: 0 }], note: null } };
  assert.equal(papersWanted(poll("paper", {}, signed)), false, "the closing note is begun");
});

test("who has entered waits for the other; where they differ both act", () => {
  const entered = (entry, mine) => states(view([poll("paper", { entry, mine })])).paper_entry;
  assert.equal(entered("first", null), "now");
  assert.equal(entered("first", { papers: 6 }), "wait");
  assert.equal(entered("differ", { papers: 6 }), "now");
  assert.equal(entered("agreed", { papers: 6 }), undefined);
});

test("a batch is signed by the two who entered it, slips for papers by any two", () => {
  const note = (kind, facts) => ({ id: kind, kind, signed: [], needed: 2, facts });
  const batch = (tellers) => view([], [note("paper", { tellers, figures: { poll: "p" } })]);
  assert.equal(states(batch([T1, T2])).paper, "now");
  assert.equal(states(batch([T2, "t3"])).paper, undefined);
  const slips = [note("void_slip", { slip: "a", reason: "paper", poll: "p" }),
    note("void_slip", { slip: "b", reason: "left_over" })];
  const found = states(view([], slips));
  assert.deepEqual([found.paper_slip, found.void_slip], ["now", "now"]);
});

test("a vote on paper has nothing to open", () => {
  const note = { closing: { signed: [], note: "note", disagree: false } };
  const step = (channel) => countSteps(view([]), poll(channel, {}, note)).map(({ step }) => step);
  assert.deepEqual(step("sealed"), ["check", "open", "decide", "report"]);
  assert.deepEqual(step("paper"), ["check", "decide", "report"]);
  assert.equal(states(view([poll("sealed", {}, note)])).share, "now");
  assert.equal(states(view([poll("paper", {}, note)])).share, undefined);
});

test("boxes are options by columns", () => {
  const grade = { kind: "grade", grades: ["满意", "基本满意", "不满意"] };
  assert.deepEqual(columns(grade).map(({ name }) => name), grade.grades);
  assert.deepEqual([slotOf(grade, 1, 2), rowSum(grade, [1, 2, 3, 4, 5, 6], 1)], [5, 15]);
  assert.equal(columns({ kind: "yes_no_abstain" }).length, 2);
  assert.deepEqual(columns({ kind: "rank", max: 3 }).map(({ n }) => n), [1, 2, 3]);
  assert.equal(columns({ kind: "pick", min: 0, max: 2 }).length, 1);
  assert.throws(() => columns({ kind: "guess" }));
});

test("figures are typed as whole numbers and are possible", () => {
  assert.deepEqual(["7", " 12 ", "", "-1", "1.5", "x"].map(parsed), [7, 12, null, null, null, null]);
  const pick = {
    method: { kind: "pick", min: 0, max: 2 },
    form: { slots: 3, groups: [{ slots: [0, 1, 2], min: 0, max: 2 }] },
  };
  const of = (papers, invalid, totals) => faults({ papers, invalid, totals }, pick)[0];
  assert.equal(of(6, 0, [6, 4, 2]), undefined);
  assert.deepEqual(of(6, 0, [6, 4, 3]),
    { key: "marks", args: { marks: 13, least: 0, most: 12, valid: 6 }, at: 0 });
  assert.deepEqual([of(6, 0, [7, 0, 0]).key, of(6, 0, [7, 0, 0]).at], ["total", 0]);
  assert.equal(of(6, 7, [0, 0, 0]).at, "invalid");
  assert.equal(of(0, 0, [0, 0, 0]).at, "papers");
  assert.deepEqual([of(null, 0, []).at, of(6, 0, [1, null, 1]).at], ["papers", 1]);
});

test("a closing note covers the close and the papers after it", () => {
  const entry = (kind, body) => JSON.stringify({ body, kind });
  const log = [entry("poll_closed", { poll: "p" }), entry("paper_batch", { figures: { poll: "p" } }),
    entry("paper_batch", { figures: { poll: "q" } }), entry("share", { poll: "p" })];
  assert.equal(upToClose(log, "p").length, 2);
  assert.equal(upToClose(log.slice(0, 1), "p").length, 1, "without papers up to the close");
  assert.equal(upToClose(log, "r").length, 4, "a poll that is not closed covers all");
});

test("a batch that there is not is taken back with 0 everywhere", () => {
  assert.equal(takesBack({ papers: 0, invalid: 0, totals: [0, 0] }), true);
  assert.equal(takesBack({ papers: 0, invalid: 0, totals: [0, null] }), false, "not typed yet");
  assert.equal(takesBack({ papers: 1, invalid: 1, totals: [0, 0] }), false);
});
