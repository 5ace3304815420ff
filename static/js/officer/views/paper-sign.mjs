// A batch that two tellers entered equal (docs/PROTOCOL.md §6.2): each signs on the own device what
// this one entered. For tests: the button is #sign.

import { get } from "../../shared/api.mjs";
import { el } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { columns, slotOf } from "../figures.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, equal, textHolds } from "../statement.mjs";

/** The task of signing a batch. */
export async function paperSignView(desk, task, done) {
  const [note] = task.notes;
  const { figures } = note.facts;
  const poll = desk.view.polls.find((each) => each.poll === figures.poll);
  const { manifest } = await get(`/api/sessions/${desk.session}/polls/${figures.poll}`);
  const { node, ok } = checklist([
    [await textHolds(desk, note, figures), say("officer-check-text")],
    [equal(poll?.paper?.mine ?? null, figures), say("officer-check-entered")],
  ]);
  const act = (card) => signNotes(desk, [note], card);
  const counted = manifest.channel === "hands" ? [
    [say("officer-hands-counted"), String(figures.papers)],
  ] : [
    [say("officer-paper-batch"), say("officer-paper-batch-n", { n: figures.batch })],
    [say("officer-paper-papers"), String(figures.papers)],
    [say("officer-paper-invalid"), String(figures.invalid)],
  ];
  const facts = [[say("officer-fact-question"), manifest.question], ...counted];
  return [
    el("p", {}, say("officer-paper-sign-lead")),
    el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, value)])),
    figuresTable(manifest, figures),
    node,
    ok ? signBox(desk, { label: say("officer-paper-sign"), second: true, act, done }) : doNotSign(),
  ];
}

function figuresTable({ method, options }, { totals }) {
  const heads = columns(method).map(({ key, name, n }) =>
    key === "grade" ? name : say(`officer-column-${key}`, { n: n ?? "" }));
  return el("div", { class: "table-wrap", role: "region", tabindex: "0",
    "aria-label": say("officer-paper-table") },
    el("table", { class: "data" },
      el("caption", {}, say("officer-paper-table")),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("officer-column-option")),
        ...heads.map((name) => el("th", { scope: "col", class: "number" }, name)))),
      el("tbody", {}, ...options.map(({ number, title }, option) => el("tr", {},
        el("th", { scope: "row" }, `${number}. ${title}`),
        ...heads.map((_, column) =>
          el("td", { class: "number" }, String(totals[slotOf(method, option, column)]))))))));
}
