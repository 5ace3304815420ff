// D3 where the core is not there: it says what is wrong and what to do, and tries to load it again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { refusedScreen } from "../../static/js/vote/endings.mjs";
import { Sealer } from "../../static/js/vote/sealer.mjs";
import { onPage, tag } from "./tree.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
const KEYS = read("locales/zh-CN/vote.ftl").toString().match(/^[a-z-]+(?= =)/gm);
const WORDS = JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, key])));
onPage(tag("script", { id: "words" }, WORDS));

/** The screen of a reason, and how often it asked for what. */
function refused(reason) {
  const asked = { reset: 0, load: 0 };
  const { node } = refusedScreen({
    state: { screen: "D3", reason, args: {} },
    desk: null,
    onReset: () => { asked.reset += 1; },
    onLoad: () => { asked.load += 1; },
  });
  return { node, asked, button: (id) => node.querySelector(`#${id}`) };
}

test("without the core there is no way to the start, and a button that loads it", async () => {
  const { node, asked, button } = refused("no-module");
  for (const said of ["vote-refused-no-module", "vote-refused-no-module-do", "vote-retry"]) {
    assert.ok(node.textContent.includes(said), said);
  }
  assert.equal(button("done"), null);
  await button("retry").click();
  await button("retry").click();
  assert.deepEqual(asked, { reset: 0, load: 1 }, "once at a time");
});

test("every other reason leads to the start", async () => {
  const { asked, button } = refused("paused");
  assert.equal(button("retry"), null);
  await button("done").click();
  assert.deepEqual(asked, { reset: 1, load: 0 });
});

test("a core that did not load is loaded by a later try", async () => {
  globalThis.Worker = class {
    constructor() {
      throw new Error("there are no workers here");
    }
  };
  const whole = read("static/tablet.wasm");
  let answer = () => new Response(whole.subarray(0, 100));
  globalThis.fetch = async () => answer();
  const sealer = new Sealer();
  const fails = (old) => (error) => error.name === "SealerError" && error.old === old;
  await assert.rejects(sealer.warm(), fails(true));
  await assert.rejects(sealer.renew(), fails(true), "as long as it is cut off");
  answer = () => { throw new TypeError("no network"); };
  await assert.rejects(sealer.renew(), fails(false), "which says nothing of the browser");
  answer = () => new Response(whole);
  assert.equal(await sealer.renew(), true);
});
