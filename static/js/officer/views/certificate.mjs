// The result as this officer certifies it (计票结果报告单, docs/PROTOCOL.md §6.7). The device runs
// the checks on the log so far before it signs.

import { get } from "../../shared/api.mjs";
import { el, fill } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { joined } from "../../verify/entries.mjs";
import { decision, ladder, outcomeTable } from "../../verify/ladder.mjs";
import { fetchLog, headOf } from "../log.mjs";
import { seen } from "../memory.mjs";
import { problem } from "../problem.mjs";
import { recheckWithBar, seconds } from "../recheck.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, equal } from "../statement.mjs";

/** The task of certifying an outcome. */
export async function certificateView(desk, task, done) {
  const [note] = task.notes;
  const { manifest } = await get(`/api/sessions/${desk.session}/polls/${note.facts.poll}`);
  const place = el("div", { class: "stack" });
  const run = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      fill(place, ...(await checked(desk, note, place, done)));
    } catch (error) {
      button.disabled = false;
      fill(place, problem(error));
    }
  };
  const button = el("button", { type: "button", id: "run-checks", class: "button primary",
    on: { click: run } }, say("officer-certificate-check"));
  return [
    el("p", {}, say("officer-certificate-lead")),
    ...outcomeOf(note, manifest),
    button,
    place,
  ];
}

function outcomeOf({ facts }, manifest) {
  const figures = [
    [say("officer-fact-question"), manifest.question],
    [say("officer-fact-present"), say("officer-people", { n: facts.present })],
    [say("officer-fact-issued"), say("officer-sheets", { n: facts.slips })],
    [say("officer-fact-invalid"), say("officer-sheets", { n: facts.invalid })],
  ];
  return [
    el("dl", { class: "facts" }, ...figures.flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, value)])),
    ...decision(facts.outcome),
    outcomeTable(facts.outcome, manifest),
  ];
}

async function checked(desk, note, place, done) {
  const { poll, outcome: shown } = note.facts;
  const { entries, bundle } = await fetchLog(desk.session, desk.kept.head());
  const known = seen(desk.kept, poll, { size: entries.length });
  const last = async () => ({
    report: await desk.ask({ do: "verify", bundle }),
    found: await desk.ask({ do: "certificate", entries: joined(entries), poll, seen: known }),
  });
  const { result, ms } = await recheckWithBar(desk, place, entries, { last, passes: 2 });
  const { report, found } = result;
  const all = report.checks.every((check) => check.ok);
  const figures = ["present", "slips", "invalid"];
  const { node, ok } = checklist([
    [all, say("officer-check-sixteen", { time: seconds(ms) })],
    [equal(found.outcome, shown), say("officer-check-outcome")],
    [figures.every((name) => found.facts[name] === note.facts[name]), say("officer-check-figures")],
    [found.text === note.text, say("officer-check-text")],
  ]);
  desk.kept.keepStep(poll, "decide", { ok, ms });
  if (ok) desk.kept.keepHead(headOf(entries));
  const signing = async (card) => {
    const began = performance.now();
    await signNotes(desk, [note], card);
    desk.kept.keepStep(poll, "report", { ok: true, ms: Math.round(performance.now() - began) });
  };
  const label = say("officer-certificate-sign");
  return [
    node,
    el("details", { open: !all }, el("summary", {}, say("officer-sixteen")), ladder(report.checks)),
    ok ? signBox(desk, { label, act: signing, done }) : doNotSign(),
  ];
}
