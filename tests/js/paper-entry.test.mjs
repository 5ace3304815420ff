// Where a teller enters a batch of papers: what is saved is not asked for again, and what is not can
// be sent once more.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { paperEntryView } from "../../static/js/officer/views/paper-entry.mjs";
import { OfflineError } from "../../static/js/shared/api.mjs";
import { onPage, tag } from "./tree.mjs";

const FTL = readFileSync(new URL("../../locales/en/officer.ftl", import.meta.url), "utf8");
const WORDS = Object.fromEntries([...FTL.matchAll(/^([a-z-]+) = (.+)$/gm)].map(([, ...it]) => it));
const MANIFEST = {
  question: "?",
  method: { kind: "pick", min: 0, max: 1 },
  options: [{ number: 1, title: "a" }, { number: 2, title: "b" }],
  form: { groups: [] },
};
const PAPER = { issued: 6, papers: 0, batch: 1, entry: "empty", mine: null, differs: [] };

/** A teller's page with the form filled in; the server keeps figures while `save()` lets it. */
async function entering({ save = () => {}, done }) {
  const sent = [];
  globalThis.fetch = async (_, { method, body }) => {
    if (method === "GET") return new Response(JSON.stringify({ manifest: MANIFEST }));
    save();
    sent.push(JSON.parse(body));
    return new Response("{}");
  };
  const page = onPage(tag("script", { id: "words" }, JSON.stringify(WORDS)));
  const desk = { session: "s", view: { polls: [{ poll: "p", channel: "paper", paper: PAPER }] } };
  const parts = await paperEntryView(desk, { poll: "p" }, done);
  page.append(...parts.filter(Boolean));
  const figures = { papers: "6", invalid: "0", "total-0": "4", "total-1": "2" };
  for (const [id, typed] of Object.entries(figures)) page.querySelector(`#${id}`).value = typed;
  const button = page.querySelector("#enter-paper");
  // A browser sends no form by a button that is disabled.
  const press = async () => {
    if (!button.disabled) await page.querySelector("form").heard.submit({ preventDefault() {} });
  };
  return { sent, button, press, said: () => page.querySelector("[aria-live]").textContent };
}

const SENT = { batch: 1, papers: 6, invalid: 0, totals: [4, 2] };

test("what is saved is called saved when the page cannot show it", async () => {
  const done = async () => {
    throw new OfflineError("away");
  };
  const { sent, press, said } = await entering({ done });
  await press();
  await press();
  assert.deepEqual([sent, said()], [[SENT], WORDS["officer-paper-not-shown"]]);
});

test("what is not saved can be sent again", async () => {
  let [away, shown] = [true, 0];
  const save = () => {
    if (away) throw new TypeError("no network");
  };
  const done = async () => {
    shown += 1;
  };
  const { sent, button, press, said } = await entering({ save, done });
  await press();
  assert.ok(said().includes(WORDS["officer-act-network"]), said());
  assert.deepEqual([sent, shown, button.disabled], [[], 0, false]);
  away = false;
  await press();
  assert.deepEqual([sent, shown, said()], [[SENT], 1, ""]);
});
