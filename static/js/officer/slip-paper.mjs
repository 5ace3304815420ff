// Papers for those who ask, or while tablets are out: an unused slip is taken in, two tellers sign
// that it is void in this vote, and a paper is handed out (docs/PROTOCOL.md §6.2). Fewer than five
// papers are cast by two tellers on a tablet before the close.
//
// For tests: #paper-slip takes a code, #hand-paper sends it, #release-paper lets go of the slips.

import { post } from "../shared/api.mjs";
import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { problem } from "./problem.mjs";
import { slipForm } from "./slip-form.mjs";

/** The poll that takes papers beside its sealed ballots now, if one does. */
export const takesPaper = ({ polls }) => polls.find(({ state, channel }) =>
  channel === "sealed" && ["open", "paused"].includes(state));

/** The section of the page of slips, while a poll takes papers. */
export function paperSection(desk) {
  const stand = el("div", { class: "stack" });
  const show = () => {
    const poll = takesPaper(desk.view);
    fill(stand, ...(poll ? standing(desk, poll, refresh) : []));
  };
  const refresh = async () => {
    await desk.refresh();
    show();
  };
  show();
  return el("section", { class: "stack", id: "papers" },
    el("h2", {}, say("officer-hand-paper")),
    el("p", {}, say("officer-hand-paper-lead")),
    stand,
    handing(desk, refresh));
}

function standing(desk, poll, refresh) {
  const { held, void: gone, missing, left } = poll.paper;
  const facts = [["held", held], ["void", gone], ["left", left]];
  const few = held > 0 && missing > 0;
  return [
    el("p", {}, el("strong", {}, poll.question)),
    el("dl", { class: "facts" }, ...facts.flatMap(([key, n]) =>
      [el("dt", {}, say(`officer-hand-paper-${key}`)), el("dd", {}, say("officer-sheets", { n }))])),
    few ? el("p", { class: "panel warn", role: "status" },
      say("officer-hand-paper-few", { n: held + gone, missing })) : null,
    held > 0 && !few ? el("p", { class: "panel warn", role: "status" },
      say("officer-hand-paper-sign", { n: held })) : null,
    few ? releasing(desk, poll, refresh) : null,
  ];
}

/** Too few papers: two tellers cast them on a tablet, with the slips that they hold. */
function releasing(desk, poll, refresh) {
  const said = el("div", { "aria-live": "polite" });
  const button = el("button", { type: "button", id: "release-paper", class: "button" },
    say("officer-release-paper-do"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await post(`/api/sessions/${desk.session}/polls/${poll.poll}/paper/release`, {});
      await refresh();
    } catch (error) {
      button.disabled = false;
      fill(said, problem(error));
    }
  });
  return el("details", {}, el("summary", {}, say("officer-release-paper")),
    el("p", {}, say("officer-release-paper-lead")), button, said);
}

function handing(desk, refresh) {
  let shown = takesPaper(desk.view);
  const take = async (slip) => {
    // The poll that the section shows; where it is over meanwhile the server refuses, and the
    // section then shows the one that follows.
    shown = takesPaper(desk.view) ?? shown;
    const body = { slip, reason: "paper", poll: shown.poll };
    try {
      await post(`/api/sessions/${desk.session}/slips/void`, body);
    } finally {
      await refresh();
    }
    return say("officer-hand-paper-done");
  };
  return slipForm(desk, { field: "paper-slip", button: ["hand-paper", say("officer-hand-paper-do")],
    take });
}
