// Whether the text that is to be signed says what the page shows, and nothing else.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { rung } from "../verify/ladder.mjs";

/** The text of a statement of this session, as the core writes it from the facts. */
export function statementText(desk, kind, facts) {
  return desk.ask({ do: "statement", origin: desk.view.origin, kind, facts });
}

/** Whether a note's text is that of its facts. */
export async function textHolds(desk, note, facts = note.facts) {
  return (await statementText(desk, note.kind, facts)) === note.text;
}

/** Checks as a ladder: [[held, words], …]; and whether all hold. */
export function checklist(checks) {
  const node = el("ol", { class: "checks" }, ...checks.map(([ok, words]) => rung(ok, words)));
  return { node, ok: checks.every(([ok]) => ok) };
}

/** What stands instead of the box to sign when a check fails. */
export function doNotSign() {
  return el("div", { class: "panel error", role: "alert", "data-problem": "check" },
    el("p", {}, el("strong", {}, say("officer-do-not-sign"))),
    el("p", {}, say("officer-act-stop")));
}

/** Whether two JSON values are the same, whatever the order of their members. */
export function equal(one, other) {
  if (typeof one !== "object" || one === null) return one === other;
  if (typeof other !== "object" || other === null) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return names.length === others.length && names.every((name) => equal(one[name], other[name]));
}
