// Each poll as the officer sees it: codes, who signed, and the steps of the count with what
// came of them and how long they took on this device.

import { get } from "../shared/api.mjs";
import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { grouped } from "../verify/codes.mjs";
import { decision, outcomeTable } from "../verify/ladder.mjs";
import { nameOf } from "./desk.mjs";
import { seconds } from "./recheck.mjs";
import { countSteps } from "./tasklist.mjs";
import { disagreement } from "./views/closing.mjs";

const COUNTING = ["closed", "opened", "certified", "published"];

/** The panel of a poll. `codes` are the question codes that this device computed. */
export function pollPanel(desk, poll, codes) {
  const title = say("officer-poll-title", { question: poll.question, n: poll.round });
  // A poll that goes on on paper is not merely paused.
  const state = poll.switched && poll.state === "paused" ? "on-paper" : poll.state;
  return el("section", { class: "card", "data-poll": poll.poll, "data-state": poll.state },
    el("h3", {}, title, " ", el("span", { class: "tag" }, say(`officer-state-${state}`))),
    el("dl", { class: "facts" }, ...facts(desk, poll, codes)),
    ...(poll.closing ? disagreement(desk, poll) : []),
    ...(COUNTING.includes(poll.state) ? [steps(desk, poll)] : []),
    ...(poll.outcome ? [outcome(poll.outcome)] : []));
}

function facts(desk, poll, codes) {
  const names = (ids) => ids.map((id) => nameOf(desk.view, id)).join(say("officer-comma"));
  const kept = desk.kept.closing(poll.poll);
  const lines = [];
  const code = codes.get(poll.poll);
  if (code) lines.push(["officer-question-code", coded(code)]);
  if (poll.ballots !== null) lines.push(["officer-ballots", String(poll.ballots)]);
  if (kept) lines.push(["officer-closing-code", coded(kept.code)]);
  const signed = poll.closing?.signed ?? [];
  if (signed.length) {
    lines.push(["officer-closing-signed", names(signed.map(({ officer }) => officer))]);
  }
  if (poll.shares.length) lines.push(["officer-shares-in", names(poll.shares)]);
  return lines.flatMap(([key, value]) => [el("dt", {}, say(key)), el("dd", {}, value)]);
}

const coded = (code) => el("span", { class: "code" }, grouped(code, 4).join("-"));

function steps(desk, poll) {
  const line = ({ step, state }) => {
    const result = desk.kept.step(poll.poll, step);
    const failed = result && !result.ok && state !== "done";
    const word = failed ? "failed" : state;
    const time = result?.ok && result.ms ? ` (${seconds(result.ms)})` : "";
    return el("li", { class: state === "done" ? "done" : false, "data-step": step,
      "aria-current": state === "now" ? "step" : false },
      say(`officer-step-${step}`), el("span", { class: "step-word" },
        `${say(`officer-step-is-${word}`)}${time}`));
  };
  return el("ol", { class: "steps count-steps", "aria-label": say("officer-steps") },
    ...countSteps(desk.view, poll).map(line));
}

function outcome(report) {
  return el("details", {}, el("summary", {}, say("officer-outcome")),
    ...decision(report), outcomeTable(report));
}

/** The question code of each open poll, computed on this device from manifest and opening note. */
export async function questionCodes(desk, codes) {
  const shown = desk.view.polls.filter(({ poll, state }) =>
    ["open", "paused"].includes(state) && !codes.has(poll));
  for (const { poll } of shown) {
    const { manifest, note } = await get(`/api/sessions/${desk.session}/polls/${poll}`);
    const request = { do: "check_poll", origin: desk.view.origin, manifest, note };
    codes.set(poll, (await desk.ask(request)).question_code);
  }
}
