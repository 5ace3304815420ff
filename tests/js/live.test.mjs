// A page that follows a session shows the newest state, whatever comes late; and after a restore
// what the server has now, though its versions begin again at fewer.
import assert from "node:assert/strict";
import { test } from "node:test";

import { follow } from "../../static/js/shared/live.mjs";

/** A page that follows a session; the test is its clock, its network and its server. */
function page(options) {
  const server = { version: 7, away: false };
  const [shown, heard] = [[], {}];
  let check;
  globalThis.addEventListener = () => {};
  globalThis.setInterval = (then) => {
    check = then;
    return 0;
  };
  globalThis.EventSource = class {
    static CLOSED = 2;
    readyState = 0;
    addEventListener(name, then) {
      heard[name] = then;
    }
  };
  globalThis.fetch = async () => {
    if (server.away) throw new TypeError("no network");
    return new Response(JSON.stringify({ version: server.version }));
  };
  follow("s", (state, { connected }) => shown.push([state?.version, connected]), options);
  const tell = (version) => heard.state({ data: JSON.stringify({ version }) });
  return { server, shown, heard, tell, check: () => check() };
}

/** Waits until the page has shown so much. */
async function showing(shown, count) {
  for (let turns = 0; turns < 100 && shown.length < count; turns += 1) {
    await new Promise(setImmediate);
  }
  assert.equal(shown.length, count);
}

test("a restored server's state is shown, though its version is lower", async () => {
  const { server, shown, heard, tell } = page();
  await showing(shown, 1);
  // The control: while the connection holds, what is older comes late and is not taken.
  tell(6);
  heard.error();
  assert.deepEqual(shown, [[7, true], [7, false]]);
  server.version = 3;
  heard.open();
  await showing(shown, 3);
  assert.deepEqual(shown[2], [3, true]);
  tell(4);
  assert.deepEqual(shown[3], [4, true], "and it goes on from there");
});

test("a page that asks again and again takes it too", async () => {
  const { server, shown, check } = page({ events: false });
  await showing(shown, 1);
  server.away = true;
  check();
  await showing(shown, 2);
  Object.assign(server, { version: 3, away: false });
  check();
  await showing(shown, 3);
  server.version = 4;
  check();
  await showing(shown, 4);
  assert.deepEqual(shown, [[7, true], [7, false], [3, true], [4, true]]);
});
