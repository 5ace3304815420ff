// A tablet says that it is there in a rhythm of its own, and loads anew only when it was reset.
import assert from "node:assert/strict";
import { test } from "node:test";

import { beat } from "../../static/js/vote/heartbeat.mjs";

/** An enrolled tablet whose server answers as told. `turn()` lets the time pass that it waits for. */
function tablet(answers) {
  const seen = { said: [], reloads: 0, every: null, stopped: false };
  let again = null;
  globalThis.location = { reload: () => { seen.reloads += 1; } };
  globalThis.setInterval = (then, milliseconds) => {
    seen.every = milliseconds;
    again = then;
    return 7;
  };
  globalThis.clearInterval = (timer) => { seen.stopped = timer === 7; };
  globalThis.fetch = async (path, { body }) => {
    seen.said.push([path, body]);
    const { status = 200, ...answer } = answers.shift();
    return { ok: status < 400, status, text: async () => JSON.stringify(answer) };
  };
  beat({ page: "K7QM-2XYZ", resets: 1 });
  const settle = () => new Promise((done) => setImmediate(done));
  return { seen, settle, turn: async () => { await again(); await settle(); } };
}

test("it says the same every 20 seconds, and nothing of a ballot", async () => {
  const { seen, settle, turn } = tablet([{ resets: 1 }, { resets: 1 }, { resets: 1 }]);
  await settle();
  await turn();
  await turn();
  assert.equal(seen.every, 20_000);
  assert.deepEqual(seen.said, Array(3).fill(["/api/heartbeat", '{"page":"K7QM-2XYZ"}']));
  assert.deepEqual([seen.reloads, seen.stopped], [0, false]);
});

test("a reset loads the page anew", async () => {
  const { seen, settle, turn } = tablet([{ resets: 1 }, { resets: 2 }]);
  await settle();
  assert.equal(seen.reloads, 0);
  await turn();
  assert.equal(seen.reloads, 1);
});

test("a lost connection is tried again, an enrolment that has ended is not", async () => {
  const gone = { status: 401, error: "refusal-tablet-unknown", message: "" };
  const { seen, settle, turn } = tablet([{ status: 503 }, gone]);
  await settle();
  assert.equal(seen.stopped, false);
  await turn();
  assert.equal(seen.stopped, true);
});
