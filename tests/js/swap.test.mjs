// A page that the server renders is kept up to date: by a stream of its session, or by the clock;
// what is new takes its place around what somebody does there.
import assert from "node:assert/strict";
import { test } from "node:test";

import { start, swap } from "../../static/js/shared/swap.mjs";
import { onPage, tag } from "./tree.mjs";

/** A part of the page with these children. */
const part = (...children) => tag("div", { "data-swap": "part" }, ...children);

/** The form of a reason in a panel that can be opened, with what the server gave back. */
const panel = (back = "", ...more) => tag("details", { id: "void" }, tag("form", {},
  tag("textarea", { id: "reason", name: "reason" }, back), ...more));

/** A page of the server that is kept up to date. */
const body = (...children) => tag("body", {}, tag("main", { "data-live": "" }, ...children));

/** Brings what is on the page up to date; tells whether something was left as it stands. */
const renewed = (...fresh) => swap(document, body(...fresh));

/** A page on which nothing happens by itself. `turn()` lets the time pass that it waits for. */
function page(dataset, pathname = "/county") {
  const seen = { fetched: [], waits: [], streams: [], closed: 0, checks: 1 };
  let waiting = null;
  let version = 1;
  let check = null;
  let answer = body();
  const listeners = {};
  globalThis.location = { href: pathname, pathname };
  globalThis.history = { replaceState: (_, title, path) => {
    globalThis.location = { href: path, pathname: path };
  } };
  onPage(tag("p", { "data-login-ended": "", hidden: "" }), part(panel()));
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
  globalThis.clearInterval = () => {
    seen.checks -= 1;
  };
  globalThis.fetch = async (path) => {
    assert.equal(path, "/api/sessions/s/state");
    return new Response(JSON.stringify({ version }));
  };
  globalThis.XMLHttpRequest = class {
    status = 200;
    response = answer;
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
  const answers = (page) => {
    answer = page;
  };
  const waits = () => waiting !== null;
  return { seen, turn, waits, tell, committed, answers, check: () => check() };
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

test("what was opened stays open, and is gone when the server has it no more", () => {
  const page = onPage(part(panel()));
  const details = () => page.querySelector("#void");
  details().setAttribute("open", "");
  assert.equal(renewed(part(panel())), false);
  assert.equal(renewed(part(tag("p", {}, "1 / 3"), panel())), false);
  assert.equal(page.textContent, "1 / 3");
  assert.ok(details().hasAttribute("open"));
  assert.equal(renewed(part()), false);
  assert.equal(details(), null);
});

test("a part that is itself open stays so", () => {
  const named = (text) => tag("details", { id: "void", "data-swap": "part" }, text);
  const page = onPage(named("1 / 3"));
  page.querySelector("#void").setAttribute("open", "");
  renewed(named("2 / 3"));
  assert.ok(page.querySelector("#void").hasAttribute("open"));
  assert.equal(page.textContent, "2 / 3");
});

test("what was typed is not lost, with and without the focus", () => {
  const page = onPage(part(panel()));
  const reason = page.querySelector("#reason");
  const next = () => part(tag("p", {}, "1 / 3"), panel());
  reason.focus();
  assert.equal(renewed(next()), true, "somebody is about to type");
  reason.value = "停电";
  document.activeElement = page;
  assert.equal(renewed(next()), true);
  assert.equal(page.querySelector("#reason").value, "停电");
  reason.value = "";
  assert.equal(renewed(next()), false, "nothing is there to be lost");
  assert.equal(page.textContent, "1 / 3");
});

test("what a refused form gave back is not lost, and goes with the form", () => {
  const page = onPage(part(panel("停电")));
  assert.equal(renewed(part(panel())), true);
  assert.equal(page.querySelector("#reason").value, "停电");
  assert.equal(renewed(part(tag("p", {}, "voided"))), false);
  assert.equal(page.textContent, "voided");
});

test("ticks and choices count as typed", () => {
  const fields = () => [
    tag("input", { type: "checkbox", name: "deputies", value: "1" }),
    tag("select", { name: "teller" }, tag("option", { value: "a" }), tag("option", { value: "b" })),
  ];
  const page = onPage(part(...fields()));
  const [box, list] = ["input", "select"].map((name) => page.querySelector(name));
  const next = () => part("new", ...fields());
  box.checked = true;
  assert.equal(renewed(next()), true);
  box.checked = false;
  list.selectedIndex = 1;
  assert.equal(renewed(next()), true);
  list.selectedIndex = 0;
  assert.equal(renewed(next()), false);
});

/** The controls of a vote, as they stand with this many ballots. */
const controls = (ballots, state = "open") =>
  tag("div", { "data-swap": "part", "aria-live": "polite", class: state },
    tag("p", {}, ballots),
    tag("form", { action: `/${state}` }, tag("button", { id: state })));

test("a part stays in its place while what it says is renewed", () => {
  const page = onPage(controls("63"));
  const [region, button] = ["div", "button"].map((name) => page.querySelector(name));
  button.focus();
  renewed(controls("64"));
  assert.equal(page.textContent, "64");
  assert.ok(document.activeElement === button, "it is the same button still");
  renewed(controls("64", "paused"));
  assert.ok(page.querySelector("div") === region, "and the same live region");
  assert.equal(region.getAttribute("class"), "paused");
  assert.ok(document.activeElement === page, "no other button gets the focus");
});

test("the focus comes back to what has the same name", () => {
  const page = onPage(controls("63"));
  page.querySelector("#open").focus();
  const more = controls("64");
  more.append(tag("p", {}, "!"));
  renewed(more);
  assert.equal(page.textContent, "64!");
  assert.ok(document.activeElement === page.querySelector("#open"));
});

test("a part that was left is tried again", async () => {
  const told = page({ live: "/api/sessions/s/events", every: "2", version: "1" });
  told.answers(body(part("new", panel())));
  const reason = document.querySelector("#reason");
  reason.focus();
  told.tell(1);
  told.tell(2);
  await told.turn();
  assert.ok(told.waits(), "and again");
  document.activeElement = document.root;
  await told.turn();
  assert.deepEqual([document.root.textContent, told.waits()], ["new", false]);
});

test("a refused form's page is asked for where it can be fetched", async () => {
  const own = "/desk/s/run/p";
  const told = page({ live: "", every: "2", path: own }, `${own}/void`);
  await told.turn();
  assert.deepEqual([location.pathname, told.seen.fetched], [own, [own]]);
  const there = page({ live: "", every: "2", path: own }, own);
  history.replaceState = () => assert.fail("it stands there already");
  await there.turn();
});

test("where the login ended the page says so and asks no more", async () => {
  const told = page({ live: "/api/sessions/s/events", every: "2", version: "1" });
  const { hidden } = document.querySelector("[data-login-ended]");
  told.answers(tag("body", {}, tag("form", { action: "/login" })));
  told.tell(1);
  told.tell(2);
  await told.turn();
  assert.deepEqual([hidden, document.querySelector("[data-login-ended]").hidden], [true, false]);
  assert.deepEqual([told.waits(), told.seen.closed, told.seen.checks], [false, 1, 0]);
});

test("a page that anybody may see goes on asking", async () => {
  const told = page({ live: "", every: "2" });
  document.querySelector("[data-login-ended]").remove();
  start({ dataset: { live: "", every: "2" } });
  told.answers(tag("body", {}, "something between answered"));
  await told.turn();
  assert.ok(told.waits());
});
