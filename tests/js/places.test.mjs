// What a tablet makes of the state of a session: whether a ballot may be begun, is held, or ends.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Places } from "../../static/js/vote/places.mjs";

const POLL = "the-poll";
const ANSWERS = {
  "/api/sessions/s/polls/the-poll":
    { manifest: { session: "s", poll: POLL, question: "?" }, note: "", roll: ["key"], desk: "" },
  "/api/sessions/s/polls/the-poll/slips/key": { state: "unused" },
};
const state = (version, poll) => ({
  version, session: "s", site: "", township: "", title: "", rehearsal: false, current: POLL,
  polls: [{ poll: POLL, channel: "sealed", state: "open", on_paper: false, ...poll }],
});

/** A tablet of one session; `tell` hands it a state, as the server's events do. */
function tablet() {
  // Nothing is asked for again by itself.
  globalThis.setInterval = () => 0;
  let listen;
  globalThis.addEventListener = () => {};
  globalThis.EventSource = class {
    addEventListener(name, then) {
      if (name === "state") listen = then;
    }
  };
  globalThis.fetch = async (path) =>
    new Response(JSON.stringify(ANSWERS[path] ?? state(1)), { status: 200 });
  const sealer = { ask: async ({ do: what }) =>
    (what === "slip_key" ? "key" : { question_code: "ABCD" }) };
  const places = new Places({ session: "s", sealer, onChange: () => {} });
  return { places, tell: (next) => listen({ data: JSON.stringify(next) }) };
}

/** Waits for what comes after some turns of the event loop. */
async function until(holds) {
  for (let turns = 0; turns < 100; turns += 1) {
    if (holds()) return;
    await new Promise(setImmediate);
  }
  assert.fail("it did not come");
}

test("what holds a poll's ballots back is told apart", async () => {
  const { places, tell } = tablet();
  await until(() => places.view().door === "open");
  assert.equal(places.heldBy(POLL), null);
  assert.equal((await places.find("code")).poll.manifest.poll, POLL);

  tell(state(2, { state: "paused" }));
  assert.deepEqual([places.heldBy(POLL), places.view().door], ["paused", "paused"]);
  assert.equal((await places.find("code")).refused, "paused");

  tell(state(3, { state: "paused", on_paper: true }));
  assert.deepEqual([places.heldBy(POLL), places.view().door], ["paper", "on-paper"]);
  assert.equal((await places.find("code")).refused, "paper");

  tell(state(4, { state: "open" }));
  assert.equal(places.heldBy(POLL), null, "tablets work again");

  tell(state(5, { state: "closed", on_paper: true }));
  assert.deepEqual([places.heldBy(POLL), places.view().door], ["closed", "closed"]);
  assert.equal((await places.find("code")).refused, "closed", "no papers are handed out any more");
  assert.equal(places.heldBy("another"), null, "of a poll that is not known nothing is said");
});
