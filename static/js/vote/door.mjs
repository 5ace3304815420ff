// S0: what is being voted on, whether it is open, and the four boxes for the slip's code.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { GROUPS, GROUP_LENGTH, readCode, spread } from "./code.mjs";
import { canScan, scan } from "./scan.mjs";

const SENTENCES = {
  connecting: "vote-connecting",
  offline: "vote-offline",
  "not-open": "vote-not-open",
  paused: "vote-paused",
  "on-paper": "vote-on-paper",
  closed: "vote-closed",
  faulty: "vote-faulty",
};

/**
 * The screen. `onCode(code)` gets what was typed or scanned, `onPractise()` begins a practice.
 * Gives {node, title, update(view), fault(sentence), busy(bool)}.
 */
export function doorScreen({ view, tablet, onCode, onPractise }) {
  const heading = el("h1", { tabindex: "-1" });
  const question = el("p", { class: "question" });
  const code = el("p", { class: "question-code" });
  const waiting = el("p", { class: "big-words", id: "door-state", role: "status" });
  const fault = el("div", { class: "error-summary", role: "alert", tabindex: "-1", hidden: true });
  const boxes = codeBoxes(onCode, (sentence) => show(sentence));
  const camera = el("div", { class: "camera-place" });
  const look = el("button", { type: "button", class: "button primary big", id: "scan",
    hidden: !canScan(), on: { click: startScan } }, say("vote-scan"));
  const entry = el("div", { class: "entry" },
    el("p", { class: "big-words" }, say("vote-enter")), look, camera, fault, boxes.form);
  const foot = el("p", { class: "foot-line" });
  const practise = el("button", { type: "button", class: "button", id: "practise",
    on: { click: onPractise } }, say("vote-practise"));
  const node = el("div", { class: "screen door" }, heading, question, code, waiting, entry,
    el("div", { class: "button-row apart" }, foot, practise));

  function show(sentence) {
    fill(fault, el("h2", {}, say("vote-error-title")),
      el("p", {}, el("a", { href: "#code-1", on: { click: boxes.focus } }, sentence)));
    fault.hidden = sentence === null;
    boxes.invalid(sentence !== null);
    if (sentence !== null) fault.focus();
  }
  async function startScan() {
    look.hidden = true;
    try {
      const found = await scan(camera);
      if (found) onCode(found);
    } catch {
      show(say("vote-no-camera"));
    }
    look.hidden = !canScan();
  }
  function update(next) {
    const open = next.door === "open";
    fill(heading, next.title ?? say("vote-product"));
    fill(code, next.code ? [say("vote-question-code"), " ",
      el("span", { class: "code", id: "question-code" }, next.code)] : "");
    fill(question, next.question ?? "");
    question.hidden = !next.question;
    code.hidden = !next.code;
    entry.hidden = !open;
    waiting.hidden = open;
    fill(waiting, open ? "" : say(SENTENCES[next.door]));
    const parts = [
      tablet ? say("vote-tablet", { n: tablet }) : null,
      say(next.connected ? "vote-connected" : "vote-not-connected"),
    ];
    fill(foot, parts.filter(Boolean).join(" · "));
    node.dataset.door = next.door;
  }
  update(view);
  return { node, title: () => heading.textContent, update, fault: show, busy: boxes.busy };
}

// Four boxes of four characters; a paste of all runs over into the others.
function codeBoxes(onCode, onFault) {
  const inputs = Array.from({ length: GROUPS }, (_, at) =>
    el("input", {
      id: `code-${at + 1}`,
      class: "code",
      type: "text",
      inputmode: "text",
      autocomplete: "off",
      autocapitalize: "characters",
      autocorrect: "off",
      spellcheck: "false",
      enterkeyhint: at === GROUPS - 1 ? "go" : "next",
      "aria-label": say("vote-code-box", { n: at + 1 }),
      on: { input: (event) => typed(at, event), keydown: (event) => back(at, event) },
    }));
  const go = el("button", { type: "submit", class: "button primary big", id: "start" },
    say("vote-start"));
  const fieldset = el("fieldset", { class: "code-boxes" },
    el("legend", {}, say("vote-enter-code")), el("div", { class: "boxes" }, inputs));
  const form = el("form", { autocomplete: "off", novalidate: true, on: { submit } }, fieldset, go);

  function typed(at, event) {
    if (event.isComposing) return;
    const box = inputs[at];
    if (box.value.length <= GROUP_LENGTH && at === GROUPS - 1) return;
    const { groups, next } = spread(inputs.map(({ value }) => value), at, box.value);
    // What is typed is corrected only when it runs over; else the caret would jump.
    if (box.value.length > GROUP_LENGTH) {
      for (const [one, text] of groups.entries()) inputs[one].value = text;
    }
    const full = box.value.length >= GROUP_LENGTH;
    if (full && next !== at && box.selectionStart >= GROUP_LENGTH) inputs[next].focus();
  }
  function back(at, event) {
    const leaves = event.key === "Backspace" && inputs[at].value === "" && at > 0;
    if (!leaves) return;
    event.preventDefault();
    inputs[at - 1].focus();
  }
  function submit(event) {
    event.preventDefault();
    const code = readCode(inputs.map(({ value }) => value).join(""));
    if (code) onCode(code);
    else onFault(say("vote-code-bad"));
  }
  return {
    form,
    focus(event) {
      event?.preventDefault();
      inputs[0].focus();
    },
    invalid(is) {
      for (const input of inputs) {
        if (is) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    },
    busy(is) {
      go.setAttribute("aria-disabled", String(is));
      fill(go, say(is ? "vote-looking-up" : "vote-start"));
    },
  };
}
