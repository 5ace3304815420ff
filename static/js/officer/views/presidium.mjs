// What the presidium's threshold signs: that a poll is void, and corrections
// (docs/PROTOCOL.md §6).

import { el } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { nameOf } from "../desk.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, textHolds } from "../statement.mjs";

/** The task of voiding a poll. */
export async function voidPollView(desk, task, done) {
  const { reason, missing_share: missing } = task.notes[0].facts;
  const facts = [[say("officer-fact-reason"), reason]];
  if (missing) facts.push([say("officer-fact-missing-share"), nameOf(desk.view, missing)]);
  return view(desk, task, done, { name: "void-poll", facts });
}

/** The task of correcting what was published. */
export async function correctView(desk, task, done) {
  const { refers, text } = task.notes[0].facts;
  const facts = [
    [say("officer-fact-refers"), say("officer-entry", { n: refers })],
    [say("officer-fact-text"), text],
  ];
  return view(desk, task, done, { name: "correct", facts });
}

async function view(desk, task, done, { name, facts }) {
  const [note] = task.notes;
  const poll = desk.view.polls.find((each) => each.poll === note.facts.poll);
  const lines = [[say("officer-fact-question"), poll?.question ?? note.facts.poll], ...facts];
  const checks = [
    [await textHolds(desk, note), say("officer-check-text")],
    [Boolean(poll), say("officer-check-poll")],
  ];
  const { node, ok } = checklist(checks);
  const act = (card) => signNotes(desk, [note], card);
  const { signed, needed } = note;
  return [
    el("p", {}, say(`officer-${name}-lead`)),
    el("dl", { class: "facts" }, ...lines.flatMap(([title, value]) =>
      [el("dt", {}, title), el("dd", {}, value)])),
    el("p", {}, say("officer-signatures", { n: signed.length, needed })),
    node,
    ok ? signBox(desk, { label: say(`officer-${name}-sign`), act, done }) : doNotSign(),
  ];
}
