// Delivery of a sealed ballot: the same bytes until the receipt for them is verified.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, OfflineError } from "../../static/js/shared/api.mjs";
import { Delivery, meaning } from "../../static/js/vote/cast.mjs";

const SEALED = { path: "/ballots", ballot: '{"slip":"x"}', code: "ABCDE-12345", origin: {},
  log_key: "k" };
const RECEIPT = { index: 3, note: "note" };
const refused = (status, error, more = {}) => new ApiError(status, { error, ...more });

/** Delivers with these answers of the server in turn; gives the last event and what was sent. */
async function deliver(answers, receiptCode = SEALED.code) {
  const [sent, told] = [[], []];
  const post = async (path, body) => {
    sent.push(body);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const sealer = { ask: async () => {
    if (receiptCode instanceof Error) throw receiptCode;
    return { receipt_code: receiptCode };
  } };
  const delivery = new Delivery({ sealed: SEALED, sealer, post, tell: (event) => {
    told.push(event);
    // Nobody waits in a test.
    if (["unreachable", "held"].includes(event.type)) setImmediate(() => delivery.now());
  } });
  return { end: await delivery.run(), sent, told };
}

test("a verified receipt ends it", async () => {
  const { end, sent } = await deliver([RECEIPT]);
  assert.deepEqual(end, { type: "received", code: SEALED.code });
  assert.deepEqual(sent, [SEALED.ballot]);
});

test("the same bytes are sent again when no answer came, or the poll is paused", async () => {
  const { end, sent, told } = await deliver([
    new OfflineError(), refused(503, "storage"), refused(409, "not_open", { state: "paused" }),
    RECEIPT,
  ]);
  assert.equal(end.type, "received");
  assert.deepEqual(sent, Array(4).fill(SEALED.ballot));
  assert.deepEqual(told.map(({ type }) => type),
    ["unreachable", "trying", "unreachable", "trying", "held", "trying", "received"]);
});

/** Lets go on what needs no time. */
const turn = () => new Promise(setImmediate);

/** A delivery for which no time passes. */
function withoutTime(t, post) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sealer = { ask: async () => ({ receipt_code: SEALED.code }) };
  return new Delivery({ sealed: SEALED, sealer, post, tell: () => {} });
}

test("a press during an attempt ends it, and the next one begins at once", async (t) => {
  let tries = 0;
  const delivery = withoutTime(t, (path, body, { signal }) => {
    tries += 1;
    if (tries === 2) return RECEIPT;
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(new OfflineError())));
  });
  const end = delivery.run();
  delivery.now();
  await turn();
  assert.equal(tries, 2);
  assert.equal((await end).type, "received");
});

test("a press during a pause ends this pause only", async (t) => {
  let tries = 0;
  const delivery = withoutTime(t, async () => {
    tries += 1;
    if (tries < 4) throw new OfflineError();
    return RECEIPT;
  });
  delivery.run();
  await turn();
  assert.equal(tries, 1);
  delivery.now();
  await turn();
  assert.equal(tries, 2);
});

test("a full disk keeps the ballot here and says why", async () => {
  const { end, sent, told } = await deliver([refused(507, "disk_full"), RECEIPT]);
  assert.equal(end.type, "received");
  assert.deepEqual(sent, Array(2).fill(SEALED.ballot));
  assert.deepEqual([told[0].type, told[0].why], ["held", "disk"]);
});

test("a receipt for other bytes, or with another signature, is an alarm", async () => {
  assert.equal((await deliver([RECEIPT], "OTHER-00000")).end.type, "alarm");
  assert.equal((await deliver([RECEIPT], new Error("no signature"))).end.type, "alarm");
});

test("our own ballot that is in already is asked for its receipt once more", async () => {
  const own = () => refused(409, "already_voted", { receipt_code: SEALED.code });
  assert.equal((await deliver([own(), RECEIPT])).end.type, "received");
  assert.equal((await deliver([own(), own()])).end.type, "alarm", "never success without one");
});

test("final refusals say why", () => {
  const reason = (error) => meaning(error, SEALED, 1).reason;
  const other = refused(409, "already_voted", { receipt_code: "ZZZZZ-99999" });
  assert.equal(reason(other), "used");
  assert.equal(meaning(other, SEALED, 1).args.code, "ZZZZZ-99999");
  assert.equal(reason(refused(409, "not_open", { state: "closed" })), "late");
  assert.equal(reason(refused(403, "slip_voided")), "voided");
  assert.equal(reason(refused(403, "slip_unknown")), "unknown");
  assert.equal(reason(refused(422, "ballot_refused")), "not-taken");
});
