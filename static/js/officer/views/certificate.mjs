// The result as this officer certifies it (计票结果报告单, docs/PROTOCOL.md §6.7). The device runs
// the checks on the log so far before it signs.

import { el, fill } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { base64, toUrl } from "../../verify/codes.mjs";
import { members, ofKind } from "../../verify/entries.mjs";
import { decision, ladder, outcomeTable } from "../../verify/ladder.mjs";
import { ofText } from "../../verify/sha256.mjs";
import { fetchLog, headOf } from "../log.mjs";
import { problem } from "../problem.mjs";
import { recheckWithBar, seconds } from "../recheck.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, equal, textHolds } from "../statement.mjs";

/** The task of certifying an outcome. */
export async function certificateView(desk, task, done) {
  const [note] = task.notes;
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
    ...outcomeOf(desk, note),
    button,
    place,
  ];
}

function outcomeOf(desk, { facts }) {
  const poll = desk.view.polls.find((each) => each.poll === facts.poll);
  const figures = [
    [say("officer-fact-question"), poll?.question ?? facts.poll],
    [say("officer-fact-present"), say("officer-people", { n: facts.present })],
    [say("officer-fact-issued"), say("officer-sheets", { n: facts.slips })],
    [say("officer-fact-invalid"), say("officer-sheets", { n: facts.invalid })],
  ];
  return [
    el("dl", { class: "facts" }, ...figures.flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, value)])),
    ...decision(facts.outcome),
    outcomeTable(facts.outcome),
  ];
}

async function checked(desk, note, place, done) {
  const { poll, outcome: shown } = note.facts;
  const { entries, bundle } = await fetchLog(desk.session, desk.kept.head());
  const last = () => desk.ask({ do: "verify", bundle });
  const { result: report, ms } = await recheckWithBar(desk, place, entries, last);
  const mine = report.polls.find((each) => each.poll === poll);
  const all = report.checks.every((check) => check.ok);
  const facts = factsOf(entries, poll);
  const figures = ["present", "slips", "invalid"];
  const { node, ok } = checklist([
    [all, say("officer-check-sixteen", { time: seconds(ms) })],
    [equal(mine?.outcome, shown), say("officer-check-outcome")],
    [figures.every((name) => facts?.[name] === note.facts[name]), say("officer-check-figures")],
    [facts !== null && (await textHolds(desk, note, facts)), say("officer-check-text")],
    [closingCodeStands(desk, poll, mine), say("officer-check-closing-code")],
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

/** What the certificate has to say, from the log alone; null where the log does not say it. */
function factsOf(entries, poll) {
  const of = (kind) => ofKind(entries, kind).filter(({ body }) =>
    (body.poll ?? body.facts?.poll) === poll).at(-1);
  const [closing, closed, outcome] = ["closing", "poll_closed", "outcome"].map(of);
  if (!closing || !closed || !outcome) return null;
  const digest = (text) => toUrl(base64(ofText(text)));
  const { note } = closing.body;
  return {
    poll,
    closing: digest(note.slice(0, note.lastIndexOf("\n\n") + 1)),
    present: closed.body.present,
    slips: closed.body.slips,
    invalid: outcome.body.ballots.invalid,
    outcome: digest(members(outcome.text).get("body")),
  };
}

/** The log is closed with the code that this device signed, where it remembers one. */
function closingCodeStands(desk, poll, mine) {
  const kept = desk.kept.closing(poll);
  return Boolean(mine) && (!kept || kept.code === mine.closing_code);
}
