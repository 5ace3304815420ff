// A page that the server renders is kept up to date: by a stream of its session, or by the clock.
import assert from "node:assert/strict";
import { test } from "node:test";

import { start } from "../../static/js/shared/swap.mjs";

/** A page on which nothing happens by itself. `turn()` lets the time pass that it waits for. */
function page(dataset) {
  const seen = { fetched: [], waits: [], streams: [] };
  let waiting = null;
  globalThis.location = { href: "/county" };
  globalThis.document = {};
  globalThis.addEventListener = () => {};
  globalThis.setTimeout = (then, milliseconds) => {
    seen.waits.push(milliseconds);
    waiting = then;
    return 1;
  };
  globalThis.EventSource = class {
    constructor(address) {
      seen.streams.push(address);
    }
    addEventListener() {}
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
  return { seen, turn, waits: () => waiting !== null };
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
