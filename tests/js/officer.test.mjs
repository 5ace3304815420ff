// What an officer's device decides without a screen: tasks, memory, refusals, numbers, progress.

import assert from "node:assert/strict";
import { test } from "node:test";

import { twoOf } from "../../static/js/officer/chance.mjs";
import { memory, seen } from "../../static/js/officer/memory.mjs";
import { path } from "../../static/js/officer/qr.mjs";
import { understood } from "../../static/js/officer/refusal.mjs";
import { parsedCount, parts, proposed } from "../../static/js/officer/slip-count.mjs";
import { countSteps, plainNote, tasks } from "../../static/js/officer/tasklist.mjs";
import { afterParts, byClock, paced } from "../../static/js/verify/pace.mjs";
import { publishedPath } from "../../static/js/verify/source.mjs";

const [T1, T2, P1, P2] = ["t1", "t2", "p1", "p2"];

function view(change = {}, officer = { id: T1, role: "teller", name: "甲", registered: true }) {
  return {
    officer,
    officers: {
      tellers: [{ id: T1 }, { id: T2 }], presidium: [{ id: P1 }, { id: P2 }], fixed: true,
    },
    slips: { made: 10, voided: 0, maker: T1 },
    notes: [],
    polls: [],
    ...change,
  };
}
const member = { id: P1, role: "presidium", name: "子", registered: true };
const note = (kind, signed, needed, facts = {}) => ({ id: kind, kind, signed, needed, facts });
const poll = (change) => ({
  poll: "p", state: "closed", ballots: 6, shares: [], outcome: null,
  closing: { signed: [], note: null, disagree: false }, ...change,
});
const states = (of) => Object.fromEntries(tasks(of).map(({ kind, state }) => [kind, state]));

test("the card comes first, slips after the officers have signed", () => {
  const fresh = view({ slips: null, officers: { ...view().officers, fixed: false } },
    { ...view().officer, registered: false });
  assert.deepEqual(states(fresh), { card: "now" });
  assert.deepEqual(states(view({ slips: null })), { card: "done", slips: "now" });
  assert.deepEqual(states(view({ slips: null }, member)), { card: "done" });
});

test("a note waits for those who have not signed and is for its office", () => {
  const open = note("open", [], 2, { manifest: { poll: "p" } });
  assert.equal(states(view({ notes: [open] })).open, "now");
  assert.equal(states(view({ notes: [open] }, member)).open, undefined);
  assert.equal(states(view({ notes: [{ ...open, signed: [T1] }] })).open, "wait");
  assert.equal(states(view({ notes: [{ ...open, signed: [T1, T2] }] })).open, "done");
  assert.equal(states(view({ notes: [note("void_poll", [], 2)] })).void_poll, undefined);
  assert.equal(states(view({ notes: [note("void_poll", [], 2)] }, member)).void_poll, "now");
});

test("the presidium certifies after all tellers", () => {
  const notes = (signed) => ({ notes: [note("certificate", signed, 4)] });
  assert.equal(states(view(notes([T1]), member)).certificate, "wait");
  assert.equal(states(view(notes([T1, T2]), member)).certificate, "now");
});

test("voided slips are one task", () => {
  const slips = [[], [T2], [T1]].map((signed) => note("void_slip", signed, 2));
  const found = tasks(view({ notes: slips })).filter(({ kind }) => kind === "void_slip");
  const counts = found.map(({ state, notes }) => [state, notes.length]);
  assert.deepEqual(counts, [["now", 2], ["wait", 1]]);
});

test("closing, disagreement, and the presidium where stubs differ", () => {
  const by = (...pairs) => pairs.map(([officer, stubs]) => ({ officer, stubs }));
  const closing = (signed, more = {}) =>
    ({ polls: [poll({ closing: { signed, note: null, disagree: false, ...more } })] });
  assert.equal(states(view(closing([]))).closing, "now");
  assert.equal(states(view(closing(by([T1, 6])))).closing, "wait");
  assert.equal(states(view(closing(by([T1, 6], [T2, 5]), { disagree: true }))).closing, "now");
  assert.equal(states(view(closing(by([T1, 5])), member)).closing, undefined);
  assert.equal(states(view(closing(by([T1, 5], [T2, 5])), member)).closing, "now");
  assert.equal(states(view(closing(by([T1, 6], [T2, 6])), member)).closing, undefined);
  assert.equal(states(view({ polls: [poll({ state: "open" })] })).closing, undefined);
});

test("sums are opened under a whole closing note only", () => {
  const signed = [{ officer: T1, stubs: 6 }, { officer: T2, stubs: 6 }];
  const closing = { signed, note: "piaojue/v1/close", disagree: false };
  const of = (shares) => states(view({ polls: [poll({ closing, shares })] })).share;
  assert.equal(states(view({ polls: [poll({})] })).share, undefined);
  assert.deepEqual([of([]), of([T1]), of([T1, T2])], ["now", "wait", "done"]);
});

test("facts of a note are taken out of their wrapping", () => {
  const facts = (kind, given) => plainNote({ kind, facts: given }).facts;
  assert.deepEqual(facts("officers", { officers: { threshold: 2 } }), { threshold: 2 });
  const certificate = { facts: { poll: "p", outcome: "digest" }, outcome: { status: "decided" } };
  const plain = { poll: "p", outcome: { status: "decided" } };
  assert.deepEqual(facts("certificate", certificate), plain);
  assert.deepEqual(facts("open", { manifest: {} }), { manifest: {} });
});

test("what is to do now comes first", () => {
  const list = tasks(view({ notes: [note("open", [], 2), note("officers", [T1], 4)] }));
  assert.deepEqual(list.map(({ state }) => state), ["now", "wait", "done", "done"]);
});

test("four steps of a count", () => {
  const steps = (of) => countSteps(view({ polls: [of] }), of).map(({ state }) => state);
  const closed = { signed: [], note: "n", disagree: false };
  assert.deepEqual(steps(poll({})), ["now", "later", "later", "later"]);
  assert.deepEqual(steps(poll({ closing: closed })), ["done", "now", "later", "later"]);
  const counted = poll({ closing: closed, state: "opened", outcome: {}, shares: [T1, T2] });
  assert.deepEqual(steps(counted), ["done", "done", "done", "wait"]);
  assert.deepEqual(steps({ ...counted, state: "certified" }), ["done", "done", "done", "done"]);
  const rehearsed = countSteps(view({ polls: [counted], rehearsal: true }), counted);
  assert.deepEqual(rehearsed.map(({ step }) => step), ["check", "open", "decide"]);
});

test("heads only grow, the card is kept apart, a damaged memory is an empty one", () => {
  const store = new Map();
  const storage = { getItem: (key) => store.get(key) ?? null,
    setItem: (key, value) => store.set(key, value), removeItem: (key) => store.delete(key) };
  const kept = memory(storage, "s", "o");
  assert.deepEqual(seen(kept, "p", { size: 9 }), {});
  kept.keepHead({ size: 5, root: "a" });
  kept.keepHead({ size: 4, root: "b" });
  assert.deepEqual(kept.head(), { size: 5, root: "a" });
  assert.deepEqual(seen(kept, "p", { size: 4, typedCode: "X" }), { closing_code: "X" });
  kept.keepClosing("p", { code: "C", stubs: 6 });
  const known = seen(kept, "p", { size: 5, typedCode: "X" });
  assert.deepEqual(known, { head: { size: 5, root: "a" }, closing_code: "C" });
  kept.keepStep("p", "check", { ok: true, ms: 3 });
  assert.deepEqual([kept.step("p", "check"), kept.closing("p").stubs], [{ ok: true, ms: 3 }, 6]);
  kept.keepCard("card");
  assert.equal(memory(storage, "s", "other").card(), null);
  assert.ok(![...store].some(([key, value]) => value.includes("card") && !key.endsWith("/card")));
  kept.removeCard();
  assert.equal(kept.card(), null);
  store.set([...store.keys()][0], "{");
  assert.equal(kept.head(), null);
});

test("refusals of the core become words with what to do", () => {
  const refuted = understood("the log is refuted by check 8, proofs: entry 9: bad");
  assert.deepEqual(refuted.args, { number: "8", name: "proofs" });
  assert.equal(refuted.detail, "entry 9: bad", "the core's English is kept apart from our words");
  assert.equal(refuted.act, "officer-act-stop");
  const few = understood("4 sealed ballots; fewer than 5 are never opened");
  assert.deepEqual([few.key, few.args], ["officer-refusal-too-few", { n: "4", least: "5" }]);
  const other = understood("something new");
  assert.deepEqual([other.key, other.args, other.detail],
    ["officer-refusal-other", {}, "something new"]);
});

test("slips: a tenth to spare, at least five, made in parts", () => {
  assert.deepEqual([proposed(19), proposed(86), proposed(200)], [24, 95, 220]);
  assert.deepEqual(parts(450), [200, 200, 50]);
  assert.deepEqual(parts(200), [200]);
  assert.equal(parsedCount("95", 86), 95);
  for (const wrong of ["85", "", "9x", "20001", "-90"]) assert.equal(parsedCount(wrong, 86), null);
});

test("two different groups are drawn", () => {
  assert.deepEqual(twoOf(13, () => 0), [0, 1]);
  assert.deepEqual(twoOf(13, (limit) => limit - 1), [11, 12]);
  for (let round = 0; round < 200; round += 1) {
    const [one, other] = twoOf(13);
    assert.ok(one < other && one >= 0 && other < 13);
  }
});

test("a QR code is drawn as runs with a quiet zone", () => {
  assert.equal(path(2, "1101"), "M4 4h2v1h-2zM5 5h1v1h-1z");
});

test("progress counts parts, then goes by the clock and stops short of its end", async () => {
  assert.deepEqual([afterParts(0, 4), afterParts(4, 4), afterParts(0, 0)], [0, 50, 50]);
  assert.deepEqual([byClock(0, 100), byClock(50, 100), byClock(900, 100)], [50, 75, 99]);
  const shown = [];
  let clock = 0;
  const { result, ms } = await paced({
    parts: async (tell) => { tell(1, 2); clock = 40; tell(2, 2); },
    last: async () => { clock = 70; return "ok"; },
    show: ({ percent }) => shown.push(percent),
    now: () => clock,
  });
  assert.deepEqual([result, ms, shown], ["ok", 70, [25, 50, 50, 100]]);
});

test("only a bundle of this site is fetched by link", () => {
  const id = "0f0e0d0c-1111-4222-8333-444455556666";
  const here = "https://vote.example";
  const path = `/api/sessions/${id}/bundle.json`;
  assert.equal(publishedPath(`?bundle=${path}`, here), path);
  assert.equal(publishedPath(`?bundle=https://vote.example${path}`, here), path);
  const elsewhere = [`https://evil.example${path}`, `//evil.example${path}`, "", "/api/sessions/x",
    `${path}/../../officer`];
  for (const wrong of elsewhere) {
    assert.equal(publishedPath(`?bundle=${wrong}`, here), null, wrong);
  }
  assert.equal(publishedPath("", here), null);
});
