// Slips that no longer count: two tellers sign for each (docs/PROTOCOL.md §2.2). They are signed
// together, so that a card is asked for once and not for every left-over slip.

import { el } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { nameOf } from "../desk.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, textHolds } from "../statement.mjs";

/** The task of signing for voided slips. */
export async function voidSlipsView(desk, task, done) {
  const held = await Promise.all(task.notes.map((note) => textHolds(desk, note)));
  const { node, ok } = checklist([[held.every(Boolean), say("officer-check-text")]]);
  const act = (card) => signNotes(desk, task.notes, card);
  const word = task.kind === "paper_slip" ? "paper-slip" : "void-slip";
  const label = say(`officer-${word}-sign`, { n: task.notes.length });
  return [
    el("p", {}, say(`officer-${word}-lead`, { n: task.notes.length })),
    el("ol", { class: "slip-list" }, ...task.notes.map((note) => line(desk, note))),
    node,
    ok ? signBox(desk, { label, second: true, act, done }) : doNotSign(),
  ];
}

function line(desk, { facts, signed }) {
  const names = signed.map((id) => nameOf(desk.view, id)).join(say("officer-comma"));
  return el("li", {},
    el("span", { class: "code" }, facts.slip.slice(0, 8)), " ",
    say(`officer-void-${facts.reason.replaceAll("_", "-")}`),
    ...(names ? [" ", el("span", { class: "muted" }, say("officer-signed-by", { names }))] : []));
}
