// The way through the screens: forwards only, and no way back from a cast ballot to its marks.
import assert from "node:assert/strict";
import { test } from "node:test";

import { isStuck, start, step, takesCode } from "../../static/js/vote/state-machine.mjs";

const walk = (...events) =>
  events.reduce((state, event) => step(state, typeof event === "string" ? { type: event } : event),
    start());
const CAST = ["accepted", "review", "cast"];
const RECEIVED = { type: "received", code: "ABCDE-12345" };

test("the usual way", () => {
  assert.equal(walk("accepted").screen, "S2");
  assert.equal(walk("accepted", "review").screen, "S3");
  assert.equal(walk("accepted", "review", { type: "back", option: 3 }).option, 3);
  assert.deepEqual(walk(...CAST), { screen: "S4", phase: "sealing", practice: false });
  assert.equal(walk(...CAST, "sealed").phase, "sending");
  const done = walk(...CAST, "sealed", RECEIVED);
  assert.deepEqual([done.screen, done.phase, done.code], ["S4", "done", "ABCDE-12345"]);
  assert.deepEqual(step(done, { type: "reset" }), start());
});

test("nothing leads from a cast ballot back to the paper", () => {
  const events = ["accepted", "practise", "review", "back", "help", "close", "cast", "slow",
    "sealed", "unreachable", "held", "trying", "alarm"].map((type) => ({ type, tries: 1 }));
  const seen = new Set();
  const visit = (state) => {
    const key = JSON.stringify(state);
    if (seen.has(key)) return;
    seen.add(key);
    assert.ok(!["S2", "S3"].includes(state.screen), key);
    for (const event of [...events, RECEIVED]) visit(step(state, event));
  };
  visit(walk(...CAST));
});

test("a ballot on its way is not reset", () => {
  for (const state of [walk(...CAST), walk(...CAST, "sealed"),
    walk(...CAST, "sealed", { type: "unreachable", tries: 1 })]) {
    assert.equal(step(state, { type: "reset" }), state);
  }
});

test("success is final, whatever comes late", () => {
  const done = walk(...CAST, "sealed", RECEIVED);
  for (const type of ["unreachable", "held", "refused", "alarm", "slow", "cast"]) {
    assert.equal(step(done, { type, reason: "late" }), done, type);
  }
});

test("a dead network is waited out", () => {
  const waiting = walk(...CAST, "sealed", { type: "unreachable", tries: 1 });
  assert.deepEqual([waiting.screen, waiting.tries], ["D4", 1]);
  assert.equal(step(waiting, { type: "trying", tries: 2 }).tries, 2);
  assert.equal(step(waiting, { type: "held", tries: 2 }).held, true);
  const full = step(waiting, { type: "held", tries: 2, why: "disk" });
  assert.equal(full.why, "disk");
  assert.equal(step(full, { type: "held", tries: 3 }).why, "", "the disk has room again");
  assert.equal(step(waiting, RECEIVED).phase, "done");
  assert.equal(step(waiting, { type: "refused", reason: "late" }).screen, "D3");
  assert.equal(step(waiting, { type: "alarm" }).screen, "ALARM");
});

test("help comes back to where it was asked for", () => {
  assert.equal(walk("accepted", "review", "help", "close").screen, "S3");
  assert.equal(walk("help", "close").screen, "S0");
  assert.equal(walk("accepted", "help", { type: "refused", reason: "late" }).screen, "D3");
});

test("a refusal has help and a way on: to the start, which looks up the next code", () => {
  const refusal = walk({ type: "refused", reason: "used", args: { code: "ABCDE-12345" } });
  const help = step(refusal, { type: "help" });
  assert.equal(help.screen, "D2");
  assert.equal(step(help, { type: "close" }), refusal);
  assert.deepEqual(step(help, { type: "reset" }), start());
  assert.deepEqual([takesCode(start()), takesCode(refusal), takesCode(help)], [true, true, false]);
  assert.equal(step(refusal, { type: "accepted" }), refusal, "no ballot behind a refusal");
  assert.deepEqual(step(refusal, { type: "reset" }), start());
  assert.ok(["accepted", "practise"].every((type) => !takesCode(walk(type))));
});

test("without the core D3 stays, until the core is loaded", () => {
  const gone = { type: "refused", reason: "no-module" };
  const stuck = walk(gone);
  assert.deepEqual([stuck.screen, isStuck(stuck), takesCode(stuck)], ["D3", true, false]);
  assert.equal(step(stuck, { type: "reset" }), stuck, "S0 would wait for a poll for ever");
  assert.equal(step(stuck, gone).reason, "no-module", "tried again in vain");
  assert.deepEqual(step(stuck, { type: "loaded" }), start());
  const help = step(stuck, { type: "help" });
  assert.deepEqual(step(help, { type: "reset" }), stuck);
  assert.deepEqual(step(step(help, { type: "loaded" }), { type: "close" }), start());
  const before = walk("help", gone);
  assert.equal(before.screen, "D2", "help is read to its end");
  assert.equal(isStuck(step(before, { type: "close" })), true);
  // The controls: with the core there is a way on, and nothing else is loaded.
  const paused = { type: "refused", reason: "paused" };
  assert.deepEqual(walk(paused, "reset"), start());
  assert.equal(walk(paused, "loaded").reason, "paused");
  assert.deepEqual(walk("help", paused, "close"), start());
});

test("a practice stays a practice", () => {
  const done = walk("practise", "review", "cast", { type: "received", code: null });
  assert.deepEqual([done.phase, done.practice], ["done", true]);
  assert.equal(walk("practise", "help", "close").practice, true);
});

test("a sealed ballot is resumed from the start only", () => {
  assert.equal(walk("resumed").phase, "sending");
  assert.equal(walk("accepted", "resumed").screen, "S2");
});
