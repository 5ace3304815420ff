// Papers for those who ask, or while tablets are out: an unused slip is taken in, two tellers sign
// that it is void in this vote, and a paper is handed out (docs/PROTOCOL.md §6.2). Fewer than five
// papers are cast by two tellers on a tablet before the close.
//
// For tests: #paper-slip takes a code, #hand-paper sends it, #release-paper lets go of the slips.

import { post } from "../shared/api.mjs";
import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { problem } from "./problem.mjs";
import { canScan, scan } from "./scan.mjs";

/** The poll that takes papers beside its sealed ballots now, if one does. */
export const takesPaper = ({ polls }) => polls.find(({ state, channel }) =>
  channel === "sealed" && ["open", "paused"].includes(state));

/** The section of the page of slips. */
export function paperSection(desk, poll) {
  const stand = el("div", { class: "stack" });
  const show = () => fill(stand, ...standing(desk, takesPaper(desk.view) ?? poll, refresh));
  const refresh = async () => {
    await desk.refresh();
    show();
  };
  show();
  return el("section", { class: "stack", id: "papers" },
    el("h2", {}, say("officer-hand-paper")),
    el("p", {}, say("officer-hand-paper-lead")),
    stand,
    handing(desk, poll, refresh));
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

function handing(desk, poll, refresh) {
  const code = el("input", { id: "paper-slip", class: "code", type: "text", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false", "aria-describedby": "paper-slip-hint" });
  const said = el("div", { "aria-live": "polite" });
  const camera = el("div", {});
  const button = el("button", { id: "hand-paper", class: "button primary" },
    say("officer-hand-paper-do"));
  const send = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const ask = { do: "slip_key", session: desk.session, code: code.value };
      const slip = await desk.ask(ask);
      const body = { slip, reason: "paper", poll: poll.poll };
      await post(`/api/sessions/${desk.session}/slips/void`, body);
      code.value = "";
      await refresh();
      fill(said, el("p", { class: "panel ok" }, say("officer-hand-paper-done")));
    } catch (error) {
      fill(said, problem(error));
    } finally {
      button.disabled = false;
      code.focus();
    }
  };
  const read = async () => {
    const found = await scan(camera);
    if (found) code.value = found;
  };
  return el("form", { class: "panel plain", autocomplete: "off", novalidate: true,
    on: { submit: send } },
    el("div", { class: "field" },
      el("label", { for: "paper-slip" }, say("officer-void-code")),
      el("p", { class: "hint", id: "paper-slip-hint" }, say("officer-void-code-hint")), code),
    ...(canScan() ? [el("button", { type: "button", class: "button", on: { click: read } },
      say("officer-scan")), camera] : []),
    button, said);
}
