// What the verifier and officers' pages say became of an option: never that it is out where the
// outcome did not decide about it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { outcomeTable } from "../../static/js/verify/ladder.mjs";
import { onPage, tag } from "./tree.mjs";

const KEYS = ["outcome", "column-title", "column-votes", "column-result", "chosen", "not-chosen",
  "tied", "again", "undecided"].map((key) => `verify-${key}`);
const WORDS = JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, key])));
onPage(tag("script", { id: "words" }, WORDS));
document.documentElement = { lang: "zh-CN" };

const option = (index, elected = false, more = {}) =>
  ({ index, title: "x", votes: 1, rank: index + 1, elected, reason: { zh: "", en: "" }, ...more });

/** The words of a report's options, in order of rank. */
function said(report) {
  const rows = outcomeTable({ tied: [], ...report }).querySelectorAll("tr").slice(1);
  return rows.map((row) => row.querySelectorAll("td").at(-1).textContent.replace("verify-", ""));
}

test("an option is out only where the outcome decided so", () => {
  const options = [option(0, true), option(1), option(2)];
  assert.deepEqual(said({ status: "decided", options }), ["chosen", "not-chosen", "not-chosen"]);
  assert.deepEqual(said({ status: "tie_at_cut", tied: [1, 2], options }),
    ["chosen", "tied", "tied"]);
  assert.deepEqual(said({ status: "decided", tied: [1, 2], options }),
    ["chosen", "not-chosen", "not-chosen"], "the rule drops all that are level");
  const next = { kind: "revote", options: [1, 2], seats: 1 };
  assert.deepEqual(said({ status: "shortfall", next, options }), ["chosen", "again", "again"]);
  assert.deepEqual(said({ status: "shortfall", next: null, options }),
    ["chosen", "not-chosen", "not-chosen"]);
});

test("a vote without a result decides about none, an evaluation says its grades", () => {
  for (const status of ["void", "no_quorum"]) {
    assert.deepEqual(said({ status, options: [option(0), option(1)] }), Array(2).fill("undecided"));
  }
  const graded = [option(0, false, { grade: "满意" }), option(1, false, { grade: "不满意" })];
  assert.deepEqual(said({ status: "decided", options: graded }), ["满意", "不满意"]);
});
