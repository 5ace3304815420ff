// The screens after the ballot, and those beside it: S4 cast, D2 help, D3 cannot vote, D4 not sent
// yet, and the alarm. Each says what happened, then what to do.

import { el, fill, svg } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { isStuck } from "./state-machine.mjs";

const RESET_SECONDS = 10;
const RAISE_HAND_MS = 30_000;
const RING = 2 * Math.PI * 44;

/** S4: sealing, sending, done. `stub()` is the one to tear off. Gives {node, title, update}. */
export function castScreen({ state, stub, ownPhone, onReset }) {
  const node = el("div", { class: "screen ending" });
  const slow = el("p", { class: "big-words", role: "status" });
  let clock;
  let phase = null;
  let title = "";
  function update(next) {
    fill(slow, next.slow ? say("vote-slow") : "");
    // The heading has the focus and stays while its phase does.
    if (next.phase === phase) return;
    phase = next.phase;
    title = say(phase === "done" ? doneTitle(next) : `vote-${phase}`);
    if (phase === "done") clock = done(node, next, { stub: stub() ?? null, ownPhone, onReset });
    else fill(node, el("h1", { tabindex: "-1" }, title), slow);
  }
  update(state);
  return { node, title: () => title, update, leave: () => clearInterval(clock) };
}

function doneTitle({ practice }) {
  return practice ? "vote-practice-done" : "vote-cast-title";
}

function done(node, { practice, code }, { stub, ownPhone, onReset }) {
  const heading = el("h1", { tabindex: "-1" }, bigTick(), say(doneTitle({ practice })));
  const button = el("button", { type: "button", class: "button primary huge", id: "done",
    on: { click: onReset } }, say("vote-done"));
  if (practice) {
    fill(node, heading, el("p", { class: "big-words" }, say("vote-practice-end")), button);
    return undefined;
  }
  const ring = ownPhone ? null : countdown();
  fill(node, heading,
    el("p", { class: "big-words" }, say("vote-cast-ok")),
    el("div", { class: "receipt" },
      el("p", {}, say("vote-receipt-code")),
      el("p", { class: "code", id: "receipt-code" }, code),
      el("p", {}, say("vote-receipt-hint"))),
    el("p", { class: "big-words" }, stub ? say("vote-stub", { n: stub }) : say("vote-no-stub")),
    ownPhone ? null : el("p", { class: "big-words" }, say("vote-hand-back")),
    el("div", { class: "finish" }, button, ring?.node));
  return ring ? ring.start(onReset) : undefined;
}

function bigTick() {
  return svg("svg", { class: "big-tick", viewBox: "0 0 64 64", "aria-hidden": "true" },
    svg("circle", { cx: 32, cy: 32, r: 29, fill: "none", stroke: "currentColor",
      "stroke-width": 5 }),
    svg("path", { d: "M18 33 L28 43 L47 22", fill: "none", stroke: "currentColor",
      "stroke-width": 6 }));
}

function countdown() {
  const arc = svg("circle", { cx: 50, cy: 50, r: 44, fill: "none", stroke: "currentColor",
    "stroke-width": 8, "stroke-dasharray": RING, transform: "rotate(-90 50 50)" });
  const number = svg("text", { x: 50, y: 50, "text-anchor": "middle",
    "dominant-baseline": "central", fill: "currentColor" });
  const node = svg("svg", { class: "countdown", viewBox: "0 0 100 100", role: "img",
    "aria-label": say("vote-countdown", { s: RESET_SECONDS }) }, arc, number);
  const show = (left) => {
    number.textContent = String(left);
    arc.setAttribute("stroke-dashoffset", String(RING * (1 - left / RESET_SECONDS)));
  };
  const start = (onEnd) => {
    const end = performance.now() + RESET_SECONDS * 1000;
    show(RESET_SECONDS);
    return setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) onEnd();
      else show(left);
    }, 200);
  };
  return { node, start };
}

/** D4: the network is gone or the vote is held, the sealed ballot is kept. */
export function waitingScreen({ state, desk, onRetry, onPaper }) {
  const words = el("p", { class: "big-words", role: "status", id: "waiting-words" });
  const hand = el("p", { class: "panel warn", role: "status", id: "raise-hand", hidden: true },
    say("vote-raise-hand"));
  const heading = el("h1", { tabindex: "-1" }, say("vote-waiting-title"));
  const retry = el("button", { type: "button", class: "button primary huge", id: "retry",
    on: { click: onRetry } }, say("vote-retry"));
  const why = (next) => {
    if (next.why === "disk") return "vote-held-disk";
    return onPaper() ? "vote-held-paper" : "vote-held";
  };
  const update = (next) =>
    fill(words, say(next.held ? why(next) : "vote-retrying", { n: next.tries }));
  const timer = setTimeout(() => { hand.hidden = false; }, RAISE_HAND_MS);
  update(state);
  const node = el("div", { class: "screen ending" }, heading, words, hand, retry,
    el("p", {}, contact(desk)));
  return { node, title: () => say("vote-waiting-title"), update,
    leave: () => clearTimeout(timer) };
}

/** D3: one reason, what to do, whom to ask. Without the core it stays, and tries to load it. */
export function refusedScreen({ state, desk, onReset, onLoad }) {
  const { reason, args } = state;
  const late = reason === "late" && args.t === undefined ? "late-untimed" : reason;
  const title = say(`vote-refused-${reason}-title`);
  const load = ({ currentTarget }) => {
    currentTarget.disabled = true;
    return onLoad();
  };
  const [id, click, word] = isStuck(state)
    ? ["retry", load, "vote-retry"]
    : ["done", onReset, "vote-to-start"];
  const again = el("button", { type: "button", class: "button primary huge", id, on: { click } },
    say(word));
  const node = el("div", { class: "screen ending", "data-reason": reason },
    el("h1", { tabindex: "-1" }, title),
    el("p", { class: "big-words", role: "alert" }, say(`vote-refused-${late}`, args)),
    args.code ? el("div", { class: "receipt" },
      el("p", {}, say("vote-receipt-code")),
      el("p", { class: "code", id: "receipt-code" }, args.code)) : null,
    el("p", { class: "big-words" }, say(`vote-refused-${reason}-do`)),
    el("p", {}, contact(desk)),
    again);
  return { node, title: () => title };
}

/** The log's receipt was not for our own ballot. */
export function alarmScreen({ desk, onReset }) {
  const node = el("div", { class: "screen ending alarm" },
    el("h1", { tabindex: "-1" }, say("vote-alarm-title")),
    el("p", { class: "panel error big-words", role: "alert" }, say("vote-alarm")),
    el("p", { class: "big-words" }, say("vote-alarm-do")),
    el("p", {}, contact(desk)),
    el("button", { type: "button", class: "button huge", id: "done",
      on: { click: onReset } }, say("vote-alarm-staff")));
  return { node, title: () => say("vote-alarm-title") };
}

/** D2. */
export function helpScreen({ desk, onClose }) {
  const steps = ["slip", "mark", "size", "review", "secret", "paper"];
  const node = el("div", { class: "screen help" },
    el("h1", { tabindex: "-1" }, say("vote-help-title")),
    el("ol", { class: "help-steps" },
      steps.map((step) => el("li", {}, say(`vote-help-${step}`)))),
    el("p", {}, contact(desk)),
    el("button", { type: "button", class: "button primary huge", id: "close-help",
      on: { click: onClose } }, say("vote-close-help")));
  return { node, title: () => say("vote-help-title") };
}

function contact(desk) {
  return desk ? say("vote-contact-desk", { desk }) : say("vote-contact");
}
