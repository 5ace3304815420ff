// The list of officers, which each of them signs (docs/PROTOCOL.md §2.3, §7).

import { el } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { officeWord } from "../desk.mjs";
import { Fault } from "../problem.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, textHolds } from "../statement.mjs";

/** The task of signing the list. */
export async function officersView(desk, task, done) {
  const [note] = task.notes;
  const list = note.facts;
  const own = ownEntry(desk, list);
  const kept = desk.kept.keys();
  const checks = [
    [await textHolds(desk, note), say("officer-check-text")],
    [own?.name === desk.view.officer.name, say("officer-check-own-name")],
  ];
  if (kept) {
    const same = own?.sign === kept.sign && own?.lock === kept.lock;
    checks.push([same, say("officer-check-own-key")]);
  }
  const { node, ok } = checklist(checks);
  const act = (card) => signWithOwnKey(desk, own, note, card);
  return [
    el("p", {}, say("officer-officers-lead")),
    table(desk, list),
    el("p", {}, say("officer-officers-threshold",
      { n: list.threshold, all: list.presidium.length })),
    node,
    ok ? signBox(desk, { label: say("officer-officers-sign"), act, done }) : doNotSign(),
  ];
}

function ownEntry(desk, list) {
  const people = desk.view.officer.role === "teller" ? list.tellers : list.presidium;
  return people.find(({ id }) => id === desk.view.officer.id);
}

/** The list is not fixed yet, so the own key in it is compared with the card itself. */
async function signWithOwnKey(desk, own, note, card) {
  const request = { do: "card_keys", session: desk.session, officer: own.id, card };
  const keys = await desk.ask(request);
  const same = keys.sign === own.sign && (own.lock === undefined || keys.lock === own.lock);
  if (!same) throw new Fault("officer-own-key-wrong");
  await signNotes(desk, [note], card);
}

function table(desk, list) {
  const rows = (role, people) => people.map(({ id, name, sign }) =>
    el("tr", { class: id === desk.view.officer.id ? "own" : false },
      el("th", { scope: "row" }, name,
        id === desk.view.officer.id ? el("span", { class: "tag" }, say("officer-you")) : null),
      el("td", {}, officeWord(role)),
      el("td", {}, el("span", { class: "code" }, sign.slice(0, 8)))));
  const head = ["name", "role", "key"].map((name) =>
    el("th", { scope: "col" }, say(`officer-column-${name}`)));
  return el("div", { class: "table-wrap", role: "region", tabindex: "0",
    "aria-label": say("officer-officers-caption") },
    el("table", { class: "people" }, el("caption", {}, say("officer-officers-caption")),
      el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...rows("teller", list.tellers), ...rows("presidium", list.presidium))));
}
