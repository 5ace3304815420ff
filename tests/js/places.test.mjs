// What a tablet makes of the state of a session: whether a ballot may be begun, is held, or ends.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Places } from "../../static/js/vote/places.mjs";
import { Sealer } from "../../static/js/vote/sealer.mjs";

const POLL = "the-poll";
const ANSWERS = {
  "/api/sessions/s/polls/the-poll":
    { manifest: { session: "s", poll: POLL, question: "?" }, note: "", roll: ["key"], desk: "" },
  "/api/sessions/s/polls/the-poll/slips/key": { state: "unused" },
};
const state = (version, change) => {
  const poll = { poll: POLL, channel: "sealed", state: "open", on_paper: false, ...change };
  return { version, session: "s", site: "", township: "", title: "", rehearsal: false,
    current: poll.poll, polls: [poll] };
};
const answered = (path) => ANSWERS[path] ?? state(1);
const NEVER = new Promise(() => {});

const SEALER = { ask: async ({ do: what }) =>
  (what === "slip_key" ? "key" : { question_code: "ABCD" }) };

/**
 * A tablet of one session, or of all; `tell` hands it a state, as the server's events do, and
 * `lose` ends them.
 */
function tablet(sealer = SEALER, answer = answered, session = "s") {
  // Nothing is asked for again by itself.
  globalThis.setInterval = () => 0;
  globalThis.addEventListener = () => {};
  const heard = {};
  globalThis.EventSource = class {
    static CLOSED = 2;
    addEventListener(name, then) {
      heard[name] = then;
    }
  };
  globalThis.fetch = async (path) =>
    new Response(JSON.stringify(await answer(path)), { status: 200 });
  const places = new Places({ session, sealer, onChange: () => {} });
  const tell = (next) => heard.state({ data: JSON.stringify(next) });
  return { places, tell, lose: () => heard.error() };
}

/** Waits for what comes after some turns of the event loop. */
async function until(holds) {
  for (let turns = 0; turns < 100; turns += 1) {
    if (await holds()) return;
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

test("nothing is said of slips where the poll is not there or was tampered with", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const loading = tablet(SEALER, (path) => (path in ANSWERS ? NEVER : state(1))).places;
  await until(() => loading.view().connected);
  assert.deepEqual(await loading.find("code"), { door: "connecting" });

  const refusing = { ask: async () => { throw new Error("the note does not hold"); } };
  const faulty = tablet(refusing).places;
  await until(() => faulty.view().door === "faulty");
  assert.deepEqual(await faulty.find("code"), { door: "faulty" });

  const offline = tablet(SEALER, () => { throw new TypeError("no network"); }).places;
  await until(() => offline.view().door === "offline");
  assert.deepEqual(await offline.find("code"), { door: "offline" });
});

test("a slip that the network does not let be looked up is told by the door", async () => {
  let away = false;
  const { places, tell, lose } = tablet(SEALER, (path) => {
    if (away && path.endsWith("/slips/key")) throw new TypeError("no network");
    return answered(path);
  });
  await until(() => places.view().door === "open");
  away = true;
  await assert.rejects(places.find("code"), { name: "OfflineError" }, "the control: an open door");
  lose();
  assert.deepEqual(await places.find("code"), { door: "offline" });
  away = false;
  tell(state(2));
  assert.equal((await places.find("code")).poll.manifest.poll, POLL);
});

test("the poll before the one that is being fetched answers for no slip", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { places, tell } = tablet(SEALER, (path) =>
    (path.endsWith("/next") ? NEVER : answered(path)));
  await until(() => places.view().door === "open");
  assert.equal((await places.find("code")).poll.manifest.poll, POLL);
  tell(state(2, { poll: "next" }));
  assert.deepEqual(await places.find("code"), { door: "connecting" });
});

test("a slip is not called unknown while another session's poll may still have it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sessions = [{ session: "s" }, { session: "other" }];
  const answer = (path) => {
    if (path === "/api/live") return { sessions };
    return path.includes("/other/") ? NEVER : answered(path);
  };
  const sealer = { ask: async ({ do: what, code }) => (what === "slip_key" ? code : {}) };
  const { places } = tablet(sealer, answer, "");
  await until(async () => (await places.find("key")).poll);
  assert.equal((await places.find("key")).poll.manifest.poll, POLL);
  assert.deepEqual(await places.find("another"), { door: "connecting" });
});

test("a check that a reset cuts off is made again, and is no sign of tampering", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  globalThis.Worker = class {
    addEventListener(name, then) {
      if (name === "message") this.say = (data) => then({ data });
    }
    postMessage({ id, request }) {
      if (request?.do === "check_poll") asked.push((ok) => this.say({ id, ok }));
    }
    terminate() {}
  };
  const sealer = new Sealer();
  const { places } = tablet(sealer);
  await until(() => asked.length === 1);
  sealer.renew();
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  assert.equal(places.view().door, "connecting");
  t.mock.timers.tick(3_000);
  await until(() => asked.length === 2);
  asked[1]({ question_code: "ABCD" });
  await until(() => places.view().door === "open");
});
