// Marks of every method: what a screen lets through, what it refuses, and what is sealed.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  choose, missing, noMarks, paperOf, progress, sealedMarks,
} from "../../static/js/vote/methods.mjs";
import { shortfall } from "../../static/js/vote/review.mjs";

const paper = (method, count = 4, rule = {}) => paperOf({
  method,
  options: Array.from({ length: count }, (_, at) =>
    ({ id: `id-${at}`, number: at + 1, title: `project ${at + 1}` })),
  rule: { blank: "abstain", ...rule },
});

/** Presses in order; a refusal fails the test. */
const press = (sheet, presses, marks = noMarks(sheet)) =>
  presses.reduce((now, [option, choice]) => {
    const result = choose(sheet, now, option, choice);
    assert.equal(result.refused, undefined);
    return result.marks;
  }, marks);

test("nothing is marked to begin with", () => {
  assert.deepEqual(noMarks(paper({ kind: "yes_no_abstain" })), [null, null, null, null]);
});

test("a pick seals the options in their order", () => {
  const sheet = paper({ kind: "pick", min: 0, max: 2 });
  const marks = press(sheet, [[3, "chosen"], [0, "chosen"]]);
  assert.deepEqual(sealedMarks(sheet, marks), [0, 3]);
  assert.deepEqual(progress(sheet, marks), { done: 2, of: 2, left: 0, inFavour: 0 });
});

test("one too many is refused and swaps nothing", () => {
  const sheet = paper({ kind: "pick", min: 0, max: 2 });
  const marks = press(sheet, [[0, "chosen"], [1, "chosen"]]);
  const result = choose(sheet, marks, 2, "chosen");
  assert.deepEqual(result, { marks, refused: { reason: "full", n: 2 } });
  const changed = press(sheet, [[0, "chosen"], [2, "chosen"]], marks);
  assert.deepEqual(sealedMarks(sheet, changed), [1, 2], "after cancelling one it is taken");
});

test("a least number is asked for", () => {
  const sheet = paper({ kind: "pick", min: 2, max: 3 });
  assert.equal(missing(sheet, noMarks(sheet)), 2);
  assert.equal(missing(sheet, press(sheet, [[0, "chosen"], [1, "chosen"]])), 0);
});

test("for, against and abstain are sealed as words, what is left empty as null", () => {
  const sheet = paper({ kind: "yes_no_abstain" });
  const marks = press(sheet, [[0, "for"], [1, "against"], [2, "abstain"]]);
  assert.deepEqual(sealedMarks(sheet, marks), ["yes", "no", "abstain", null]);
  assert.equal(progress(sheet, marks).left, 1);
  assert.deepEqual(press(sheet, [[0, "against"]], marks)[0], "against", "a change takes one press");
  assert.deepEqual(press(sheet, [[0, "for"]], marks)[0], null, "the same press takes it back");
});

test("a cap counts only what is in favour", () => {
  const sheet = paper({ kind: "capped", max: 1 });
  const marks = press(sheet, [[0, "for"], [1, "against"], [2, "abstain"]]);
  assert.deepEqual(choose(sheet, marks, 1, "for").refused, { reason: "full", n: 1 });
  assert.deepEqual(sealedMarks(sheet, press(sheet, [[0, "against"], [1, "for"]], marks)),
    ["no", "yes", "abstain", null]);
});

test("grades are sealed by name", () => {
  const sheet = paper({ kind: "grade", grades: ["满意", "基本满意", "不满意"] }, 2);
  assert.deepEqual(sealedMarks(sheet, press(sheet, [[1, "基本满意"]])), [null, "基本满意"]);
});

test("a number is given once", () => {
  const sheet = paper({ kind: "rank", max: 2 });
  const marks = press(sheet, [[3, "1"], [0, "2"]]);
  assert.deepEqual(sealedMarks(sheet, marks), { 0: 2, 3: 1 });
  assert.deepEqual(choose(sheet, marks, 1, "1").refused,
    { reason: "taken", number: "1", holder: 4 });
  assert.deepEqual(sealedMarks(sheet, press(sheet, [[3, "1"], [1, "1"]], marks)), { 0: 2, 1: 1 });
  assert.equal(progress(sheet, marks).left, 0);
});

test("a method that nobody knows is refused", () => {
  assert.throws(() => paper({ kind: "auction" }), /not known/);
});

test("what is left empty is a choice on some papers and an answer on others", () => {
  const words = (method) => shortfall(paper(method));
  assert.equal(words({ kind: "pick", min: 0, max: 2 }), "vote-undervote");
  assert.equal(words({ kind: "rank", max: 2 }), "vote-undervote");
  assert.equal(words({ kind: "yes_no_abstain" }), "vote-unanswered");
  assert.equal(words({ kind: "capped", max: 1 }), "vote-unanswered");
  assert.equal(words({ kind: "grade", grades: ["满意", "不满意"] }), "vote-unanswered");
});
