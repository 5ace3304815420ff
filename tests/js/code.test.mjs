// Slip codes as hands, scanners and links give them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { inGroups, readCode, scannerBuffer, spread } from "../../static/js/vote/code.mjs";

const CODE = "7KQ2M9XD4TNR0V1S";

test("a code is read in any case, with hyphens, spaces and look-alikes", () => {
  for (const text of [
    CODE,
    "7KQ2-M9XD-4TNR-0V1S",
    " 7kq2 m9xd 4tnr ov1s ",
    "7KQ2-M9XD-4TNR-OVIS",
    "7kq2-m9xd-4tnr-ovls",
    "７ＫＱ２－Ｍ９ＸＤ－４ＴＮＲ－０Ｖ１Ｓ",
    "https://vote.example/vote#7KQ2M9XD4TNR0V1S",
    "#7KQ2M9XD4TNR0V1S",
  ]) assert.equal(readCode(text), CODE, text);
});

test("what is no code is refused", () => {
  for (const text of ["", "7KQ2", `${CODE}1`, "7KQ2M9XD4TNR0V1U", "7KQ2M9XD4TNR0V1中",
    "https://vote.example/vote"]) assert.equal(readCode(text), null, text);
});

test("a paste fills all boxes, typing runs over into the next", () => {
  const empty = ["", "", "", ""];
  assert.deepEqual(spread(empty, 2, CODE), { groups: inGroups(CODE), next: 3 });
  assert.deepEqual(spread(empty, 0, "7kq2m"), { groups: ["7KQ2", "M", "", ""], next: 1 });
  assert.deepEqual(spread(empty, 0, "7kq2"), { groups: ["7KQ2", "", "", ""], next: 1 });
  assert.deepEqual(spread(["7KQ2", "", "", "A"], 1, "M9"),
    { groups: ["7KQ2", "M9", "", "A"], next: 1 });
  assert.deepEqual(spread(empty, 3, "M9XD4").groups, ["", "", "", "M9XD"]);
});

test("a scanner types the code or the link and ends with Enter", () => {
  const type = (key, text) => [...text].map(key).concat(key("Enter")).at(-1);
  const key = scannerBuffer();
  assert.equal(type(key, CODE), CODE);
  assert.equal(type(key, `https://vote.example/vote#${CODE}`), CODE, "the buffer begins anew");
  assert.equal(type(key, "7KQ2"), null);
  [..."7KQ2"].forEach(key);
  key("Backspace");
  assert.equal(type(key, CODE), CODE, "what was corrected by hand is not counted");
  key("Shift");
  assert.equal(type(key, CODE.toLowerCase()), CODE);
});
