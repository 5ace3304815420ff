// Checking all sealed ballots and closing the box (核验与封箱, docs/PROTOCOL.md §6.3).
//
// The stubs are asked for before the number of ballots is shown, so that they are counted and not
// copied. The closing code is kept on this device before the note is sent: one for a poll, ever.
// For tests: the stubs' field is #stubs, that of papers which are missing #unreturned, the button to
// check #recheck, the button to sign #sign.

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
import { keyless } from "../tasklist.mjs";

const LEAST_BALLOTS = 5;

/** The task of checking and closing. */
export async function closingView(desk, task, done) {
  const poll = desk.view.polls.find((each) => each.poll === task.poll);
  const rest = el("div", { class: "stack" });
  const form = countForm(desk, poll, (counted, code) =>
    check(desk, poll, counted, code, rest, done));
  return [
    el("p", {}, say(lead(desk, poll))),
    ...disagreement(desk, poll),
    form,
    rest,
  ];
}

function lead(desk, poll) {
  if (!isTeller(desk)) return "officer-closing-presidium-lead";
  return keyless(poll) ? "officer-closing-paper-lead" : "officer-closing-lead";
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

/** A number that is counted by hand, with its hint; `read()` gives it, or null with a message. */
function countField(id, label, hint, wrong) {
  const input = el("input", { id, class: "short", type: "text", inputmode: "numeric",
    autocomplete: "off", "aria-describedby": `${id}-hint ${id}-error` });
  const error = el("p", { id: `${id}-error`, class: "field-error", hidden: true });
  const node = el("div", { class: "field" }, el("label", { for: id }, label),
    el("p", { class: "hint", id: `${id}-hint` }, hint), error, input);
  const read = () => {
    const fault = !/^\d{1,5}$/.test(input.value.trim());
    error.hidden = !fault;
    fill(error, fault ? wrong : "");
    input.setAttribute("aria-invalid", String(fault));
    return fault ? null : Number(input.value.trim());
  };
  return { node, input, read };
}

const nothing = { node: null, input: null, read: () => 0 };

function stubsField(poll) {
  if (keyless(poll)) return nothing;
  return countField("stubs", say("officer-stubs", { stub: poll.stub }),
    say("officer-stubs-hint"), say("officer-stubs-wrong"));
}

/** Papers that were handed out and are in no box: the tellers say how many, or that there are none. */
function unreturnedField(poll) {
  if (poll.channel === "hands" || !poll.paper?.issued) return nothing;
  const { issued, papers } = poll.paper;
  return countField("unreturned", say("officer-unreturned"),
    say("officer-unreturned-hint", { issued, papers }), say("officer-unreturned-wrong"));
}

function countForm(desk, poll, submit) {
  const [stubs, unreturned] = [stubsField(poll), unreturnedField(poll)];
  const code = forgotten(desk, poll) ? codeField() : null;
  const wanted = el("p", { class: "field-error", hidden: true }, say("officer-closing-code-wanted"));
  const label = say(keyless(poll) ? "officer-recheck-paper" : "officer-recheck");
  const button = el("button", { id: "recheck", class: "button primary" }, label);
  const send = async (event) => {
    event.preventDefault();
    const counted = { stubs: stubs.read(), unreturned: unreturned.read() };
    if (counted.stubs === null) return stubs.input.focus();
    if (counted.unreturned === null) return unreturned.input.focus();
    wanted.hidden = !code || code.input.value.trim() !== "";
    if (!wanted.hidden) return code.input.focus();
    button.disabled = true;
    await submit(counted, code?.input.value ?? "");
    button.disabled = false;
  };
  return el("form", { class: "panel", autocomplete: "off", novalidate: true, on: { submit: send } },
    stubs.node, unreturned.node, wanted, code?.node, button);
}

/** What was handed out is what came in and what tellers say is missing. */
function refuseMissing(poll, { unreturned }) {
  if (poll.channel === "hands" || !poll.paper) return;
  const { issued, papers } = poll.paper;
  const missing = Math.max(0, issued - papers);
  if (unreturned !== missing) {
    throw new Fault("officer-unreturned-differ", { issued, papers, missing, stated: unreturned },
      "officer-act-papers");
  }
}

async function check(desk, poll, counted, typedCode, rest, done) {
  const { stubs } = counted;
  try {
    refuseMissing(poll, counted);
    const fetched = upToClose(await fetchEntries(desk.session, desk.kept.head()), poll.poll);
    const entries = joined(fetched);
    const known = seen(desk.kept, poll.poll, { size: fetched.length, typedCode });
    const request = { entries, poll: poll.poll, seen: known, stubs };
    const last = () => desk.ask({ do: "recheck", ...request });
    const { result, ms } = await recheckWithBar(desk, rest, fetched, { last });
    refuseFew(manifestsOf(fetched)[poll.poll], result.ballots);
    desk.kept.keepStep(poll.poll, "check", { ok: true, ms });
    const found = { ...result, ...counted, ms };
    fill(rest, ...foundBallots(poll, found), signing(desk, poll, request, found, done));
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

function foundBallots(poll, { ballots, stubs, unreturned, ms, closing_code: code }) {
  const equal = ballots === stubs;
  const sign = (text) => el("span", { class: "reconcile-sign" }, text);
  const ofStubs = [
    el("div", { class: "reconcile" },
      figure(say("officer-ballots-found"), ballots),
      sign(equal ? "=" : "≠"),
      figure(say("officer-stubs-counted"), stubs)),
    el("p", {}, say(equal ? "officer-stubs-equal" : "officer-stubs-differ")),
  ];
  const ofPapers = el("div", { class: "reconcile" },
    figure(say("officer-papers-issued"), poll.paper?.issued),
    sign("="), figure(say("officer-papers-in"), poll.paper?.papers),
    sign("+"), figure(say("officer-papers-missing"), unreturned));
  return [
    el("div", { class: `panel ${equal ? "ok" : "warn"}`, role: "status" },
      el("p", {}, el("strong", {}, say("officer-rechecked", { time: seconds(ms) }))),
      ...(keyless(poll) ? [] : ofStubs),
      ...(poll.channel !== "hands" && poll.paper?.issued >= poll.paper?.papers
        && poll.paper.issued ? [ofPapers] : [])),
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
    await post(path, { stubs: found.stubs, unreturned: found.unreturned, note });
  };
  return signBox(desk, { label: say("officer-closing-sign"), act, done });
}
