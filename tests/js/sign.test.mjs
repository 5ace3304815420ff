// Where an officer signs: a card that was typed stays until all is done with it, and no longer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { signBox } from "../../static/js/officer/sign.mjs";
import { OfflineError } from "../../static/js/shared/api.mjs";
import { onPage, tag } from "./tree.mjs";

const CARD = "0123456789ABC".repeat(4);
const FTL = readFileSync(new URL("../../locales/en/officer.ftl", import.meta.url), "utf8");
const WORDS = Object.fromEntries([...FTL.matchAll(/^([a-z-]+) = (.+)$/gm)].map(([, ...it]) => it));

/** The page of an officer with the box; `box()` finds in it. */
function signing({ fresh = true, ...how }) {
  globalThis.isSecureContext = false;
  const desk = {
    session: "s",
    view: { fresh, officer: { id: "t1", role: "teller" }, officers: { list: null } },
    kept: { card: () => null, keys: () => null },
    ask: async () => ({ sign: "sign", lock: "lock" }),
  };
  const page = onPage(tag("script", { id: "words" }, JSON.stringify(WORDS)));
  page.append(signBox(desk, { label: "Sign", ...how }));
  const box = (selector) => page.querySelector(selector);
  return { box, said: () => box("[class=said]").textContent };
}

test("a card is typed once, also where the network is away at first", async () => {
  const cards = [];
  let away = true;
  const act = async (card) => {
    cards.push(card);
    if (away) throw new OfflineError("away");
  };
  const { box, said } = signing({ act, done: async () => {} });
  box("#card-code").value = CARD;
  await box("#sign").click();
  assert.ok(said().includes(WORDS["officer-act-network"]));
  assert.deepEqual([box("#card-code").value, box("#sign").disabled], [CARD, false]);
  away = false;
  await box("#sign").click();
  assert.deepEqual([cards, box("#card-code").value], [[CARD, CARD], ""]);
});

test("what is done is not asked for again when the page cannot show it", async () => {
  let acts = 0;
  const act = async () => {
    acts += 1;
  };
  const done = async () => {
    throw new OfflineError("away");
  };
  const { box, said } = signing({ act, done });
  box("#card-code").value = CARD;
  await box("#sign").click();
  await box("#sign").click();
  assert.deepEqual([acts, said()], [1, WORDS["officer-not-shown"]]);
  assert.equal(box("#card-code").value, "");
});

test("who signs as a second person is told of the password before the card", () => {
  const link = (how) => signing(how).box("a")?.getAttribute("href");
  assert.equal(link({ second: true, fresh: false }), "/again?back=/officer/s");
  assert.equal(link({ second: true }), undefined);
  assert.equal(link({ fresh: false }), undefined);
});
