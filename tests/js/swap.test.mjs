// A page that the server renders is kept up to date: by a stream of its session, or by the clock.
import assert from "node:assert/strict";
import { test } from "node:test";

import { start } from "../../static/js/shared/swap.mjs";

/** A page on which nothing happens by itself. `turn()` lets the time pass that it waits for. */
function page(dataset) {
  const seen = { fetched: [], waits: [], streams: [], closed: 0 };
  let waiting = null;
  let version = 1;
  let check = null;
  const listeners = {};
  globalThis.location = { href: "/county" };
  globalThis.document = {};
  globalThis.addEventListener = () => {};
  globalThis.setTimeout = (then, milliseconds) => {
    seen.waits.push(milliseconds);
    waiting = then;
    return seen.waits.length;
  };
  globalThis.clearTimeout = (timer) => {
    if (timer === seen.waits.length) waiting = null;
  };
  globalThis.EventSource = class {
    constructor(address) {
      seen.streams.push(address);
    }
    addEventListener(name, then) {
      listeners[name] = then;
    }
    close() {
      seen.closed += 1;
    }
  };
  globalThis.setInterval = (then) => {
    check = then;
  };
  globalThis.fetch = async (path) => {
    assert.equal(path, "/api/sessions/s/state");
    return new Response(JSON.stringify({ version }));
  };
  globalThis.XMLHttpRequest = class {
    status = 200;
    response = { querySelectorAll: () => [] };
    open(_, address) {
      seen.fetched.push(address);
    }
    send() {
      this.onload();
    }
  };
  start({ dataset });
  const turn = async () => {
    const then = waiting;
    waiting = null;
    await then();
  };
  const tell = (id) => listeners.state({ lastEventId: String(id) });
  const committed = (next) => {
    version = next;
  };
  return { seen, turn, waits: () => waiting !== null, tell, committed, check: () => check() };
}

test("a page without a stream is fetched again every so often", async () => {
  const { seen, turn, waits } = page({ live: "", every: "5" });
  assert.deepEqual([seen.streams, seen.fetched], [[], []], "it has just been loaded");
  for (const fetched of [1, 2, 3]) {
    await turn();
    assert.deepEqual(seen.fetched, Array(fetched).fill("/county"));
    assert.ok(waits(), "and again");
  }
  assert.ok(seen.waits.every((wait) => wait > 4000 && wait <= 5000), String(seen.waits));
});

test("a page with a stream waits for what it tells", () => {
  const { seen, waits } = page({ live: "/api/sessions/s/events", every: "2" });
  assert.deepEqual(seen.streams, ["/api/sessions/s/events"]);
  assert.deepEqual([seen.fetched, waits()], [[], false]);
});

test("a stream that fell silent is opened again, and the page is fetched", async () => {
  const live = "/api/sessions/s/events";
  const { seen, turn, waits, tell, committed, check } = page({ live, every: "2", version: "1" });
  tell(1);
  await check();
  assert.deepEqual([seen.streams.length, seen.closed, waits()], [1, 0, false], "nothing is new");
  committed(2);
  tell(2);
  await turn();
  await check();
  assert.deepEqual([seen.streams.length, seen.fetched.length], [1, 1], "the stream told it");
  committed(3);
  await check();
  assert.deepEqual([seen.streams, seen.closed, waits()], [[live, live], 1, true]);
  await turn();
  assert.equal(seen.fetched.length, 2);
});
