// Checking all sealed ballots and closing the box (核验与封箱, docs/PROTOCOL.md §6.3).
//
// The stubs are asked for before the number of ballots is shown, so that they are counted and not
// copied. The closing code is kept on this device before the note is sent: one for a poll, ever.
// For tests: the stubs' field is #stubs, the button to check #recheck, the button to sign #sign.

import { post } from "../../shared/api.mjs";
import { el, fill } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { joined, manifestsOf } from "../../verify/entries.mjs";
import { codeField } from "../closing-code.mjs";
import { isTeller, nameOf } from "../desk.mjs";
import { closingFacts, fetchEntries, upToClose } from "../log.mjs";
import { seen } from "../memory.mjs";
import { Fault, problem } from "../problem.mjs";
import { recheckWithBar, seconds } from "../recheck.mjs";
import { signBox } from "../sign.mjs";

const LEAST_BALLOTS = 5;

/** The task of checking and closing. */
export async function closingView(desk, task, done) {
  const poll = desk.view.polls.find((each) => each.poll === task.poll);
  const rest = el("div", { class: "stack" });
  const form = stubsForm(desk, poll, (stubs, code) => check(desk, poll, stubs, code, rest, done));
  return [
    el("p", {}, say(isTeller(desk) ? "officer-closing-lead" : "officer-closing-presidium-lead")),
    ...disagreement(desk, poll),
    form,
    rest,
  ];
}

/** What tellers signed so far, where they do not agree. */
export function disagreement(desk, poll) {
  const { signed, disagree } = poll.closing;
  if (!disagree) return [];
  const lines = signed.map(({ officer, stubs }) =>
    el("li", {}, say("officer-stubs-by", { name: nameOf(desk.view, officer), n: stubs })));
  return [
    el("div", { class: "panel error", role: "alert", "data-problem": "disagree" },
      el("p", {}, el("strong", {}, say("officer-disagree"))),
      el("ul", {}, ...lines),
      el("p", {}, say("officer-disagree-act"))),
  ];
}

/** A device that does not remember asks its officer, who signed already, for the code. */
function forgotten(desk, poll) {
  const mine = poll.closing.signed.some(({ officer }) => officer === desk.view.officer.id);
  return mine && !desk.kept.closing(poll.poll);
}

function stubsForm(desk, poll, submit) {
  const stubs = el("input", { id: "stubs", class: "short", type: "text", inputmode: "numeric",
    autocomplete: "off", "aria-describedby": "stubs-hint stubs-error" });
  const error = el("p", { id: "stubs-error", class: "field-error", hidden: true });
  const code = forgotten(desk, poll) ? codeField() : null;
  const button = el("button", { id: "recheck", class: "button primary" }, say("officer-recheck"));
  const send = async (event) => {
    event.preventDefault();
    const text = stubs.value.trim();
    const fault = !/^\d{1,5}$/.test(text) ? "officer-stubs-wrong"
      : code && code.input.value.trim() === "" ? "officer-closing-code-wanted" : null;
    error.hidden = !fault;
    fill(error, fault ? say(fault) : "");
    stubs.setAttribute("aria-invalid", String(Boolean(fault)));
    if (fault) return stubs.focus();
    button.disabled = true;
    await submit(Number(text), code?.input.value ?? "");
    button.disabled = false;
  };
  return el("form", { class: "panel", autocomplete: "off", novalidate: true, on: { submit: send } },
    el("div", { class: "field" },
      el("label", { for: "stubs" }, say("officer-stubs", { stub: poll.stub })),
      el("p", { class: "hint", id: "stubs-hint" }, say("officer-stubs-hint")),
      error, stubs),
    code?.node,
    button);
}

async function check(desk, poll, stubs, typedCode, rest, done) {
  try {
    const fetched = upToClose(await fetchEntries(desk.session, desk.kept.head()), poll.poll);
    const entries = joined(fetched);
    const known = seen(desk.kept, poll.poll, { size: fetched.length, typedCode });
    const request = { entries, poll: poll.poll, seen: known, stubs };
    const last = () => desk.ask({ do: "recheck", ...request });
    const { result, ms } = await recheckWithBar(desk, rest, fetched, { last });
    refuseFew(manifestsOf(fetched)[poll.poll], result.ballots);
    desk.kept.keepStep(poll.poll, "check", { ok: true, ms });
    const found = { ...result, stubs, ms };
    fill(rest, ...foundBallots(found), signing(desk, poll, request, found, done));
  } catch (error) {
    desk.kept.keepStep(poll.poll, "check", { ok: false, ms: 0 });
    fill(rest, problem(Object.assign(error, { typedCode })));
  }
}

/** So few ballots that their sums would tell too much are never signed for. */
function refuseFew({ channel, rehearsal }, ballots) {
  if (channel === "sealed" && !rehearsal && ballots < LEAST_BALLOTS) {
    const figures = { n: ballots, least: LEAST_BALLOTS };
    throw new Fault("officer-refusal-too-few", figures, "officer-act-void");
  }
}

function foundBallots({ ballots, stubs, ms, closing_code: code }) {
  const equal = ballots === stubs;
  return [
    el("div", { class: `panel ${equal ? "ok" : "warn"}`, role: "status" },
      el("p", {}, el("strong", {}, say("officer-rechecked", { time: seconds(ms) }))),
      el("div", { class: "reconcile" },
        figure(say("officer-ballots-found"), ballots),
        el("span", { class: "reconcile-sign" }, equal ? "=" : "≠"),
        figure(say("officer-stubs-counted"), stubs)),
      el("p", {}, say(equal ? "officer-stubs-equal" : "officer-stubs-differ"))),
    el("p", {}, say("officer-closing-code-lead")),
    el("p", { class: "secret", id: "closing-code-shown" }, el("span", { class: "code" }, code)),
  ];
}

const figure = (words, number) =>
  el("span", { class: "reconcile-part" }, words, el("b", {}, String(number)));

function signing(desk, poll, request, found, done) {
  const act = async (card, said) => {
    const officer = desk.view.officer.id;
    const close = () => desk.ask({ do: "close", ...request, officer, card });
    fill(said, el("p", {}, say("officer-closing-signing", { time: seconds(found.ms) })));
    const { note, closing_code: code } = await close();
    if (code !== found.closing_code) throw new Fault("officer-closing-changed");
    const { size, root } = closingFacts(note);
    desk.kept.keepClosing(poll.poll, { code, stubs: found.stubs });
    desk.kept.keepHead({ size, root });
    const path = `/api/sessions/${desk.session}/polls/${poll.poll}/closing`;
    await post(path, { stubs: found.stubs, note });
  };
  return signBox(desk, { label: say("officer-closing-sign"), act, done });
}
