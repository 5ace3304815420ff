// S2: the ballot paper. One continuous list; a press marks, the same press again takes it back; the
// paper counts along and refuses kindly what no ballot may hold.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { choiceShape, choiceWord, tick } from "./choices.mjs";
import { choose, missing, noMarks, progress } from "./methods.mjs";

// Two presses on one row within this time are one, from a hand that trembles.
const ONE_PRESS_MS = 400;

/**
 * The screen for `ballot` = {paper, marks, question, details}. `onMarks(marks)` gets every change,
 * `onNext()` leads to the review. Gives {node, title, pause(bool), focus(option)}.
 */
export function paperScreen({ ballot, onMarks, onNext }) {
  const { paper, question } = ballot;
  let marks = ballot.marks;
  const said = el("p", { class: "visually-hidden", role: "status", id: "said" });
  const counter = el("p", { class: "counter", id: "counter", "aria-live": "polite" });
  const rows = paper.options.map((option, at) => row(paper, option, at, ballot, pressed, clear));
  const heading = el("h1", { tabindex: "-1" }, question);
  const held = el("p", { class: "panel warn", hidden: true, id: "held" }, say("vote-paused"));
  const short = el("p", { class: "panel warn", role: "status", id: "short", hidden: true });
  const again = el("button", { type: "button", class: "button big", id: "clear",
    on: { click: startOver } }, say("vote-clear"));
  const stay = (event) => event.preventDefault();
  const form = el("form", { autocomplete: "off", on: { submit: stay } },
    el("fieldset", {},
      el("legend", {}, instruction(paper)),
      el("ol", { class: "options" }, rows.map(({ node }) => node))),
    short, el("p", { class: "end-of-list" }, again));
  const below = el("p", { class: "below", id: "below" });
  const bar = el("div", { class: "bottom-bar" },
    pageButton("page-up", -1), pageButton("page-down", 1), below,
    el("button", { type: "button", class: "button primary big", id: "next",
      on: { click: next } }, say("vote-next")));
  const node = el("div", { class: `screen paper ${paper.kind}` },
    heading, held, counter, form, said, bar);

  function pressed(event, at, choice) {
    const now = event.timeStamp;
    // A key has no tremble: the guard is for fingers only.
    if (event.detail > 0 && now - rows[at].pressedAt < ONE_PRESS_MS) {
      event.preventDefault();
      return;
    }
    rows[at].pressedAt = now;
    const result = choose(paper, marks, at, choice);
    for (const { refuse } of rows) refuse(null);
    if (result.refused) {
      event.preventDefault();
      const sentence = refusal(paper, result.refused);
      rows[at].refuse(sentence);
      fill(said, sentence);
      return;
    }
    const input = event.currentTarget;
    if (input.type === "radio") input.checked = result.taken;
    change(result.marks);
    const key = result.taken ? "vote-said-chosen" : "vote-said-cancelled";
    fill(said, say(key, { item: paper.options[at].number, n: progress(paper, marks).left }));
  }
  function clear(event, at) {
    if (!["Backspace", "Delete"].includes(event.key) || marks[at] === null) return;
    event.preventDefault();
    const checked = rows[at].node.querySelector("input:checked");
    checked?.click();
  }
  function change(next) {
    marks = next;
    onMarks(marks);
    show();
  }
  function show() {
    fill(counter, counted(paper, marks));
    for (const [at, { mark }] of rows.entries()) mark(marks[at], marks);
    short.hidden = true;
  }
  function startOver() {
    for (const { refuse } of rows) refuse(null);
    change(noMarks(paper));
    fill(said, say("vote-said-cleared"));
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
  function next() {
    const lacking = missing(paper, marks);
    if (lacking === 0) {
      onNext();
      return;
    }
    short.hidden = false;
    fill(short, say("vote-least", { least: paper.least, n: lacking }));
    short.scrollIntoView({ block: "center" });
  }
  function hint() {
    if (!node.isConnected) return;
    const edge = bar.getBoundingClientRect().top;
    const hidden = rows.filter(({ node: item }) =>
      item.getBoundingClientRect().bottom > edge + 8).length;
    const text = hidden > 0 ? say("vote-below", { n: hidden }) : say("vote-below-none");
    if (below.textContent !== text) fill(below, text);
  }
  let drawn = false;
  const later = () => {
    if (drawn) return;
    drawn = true;
    requestAnimationFrame(() => {
      drawn = false;
      hint();
    });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  requestAnimationFrame(hint);
  show();
  return {
    node,
    title: () => `${instruction(paper)} ${question}`,
    leave: () => {
      removeEventListener("scroll", later);
      removeEventListener("resize", later);
    },
    pause: (is) => { held.hidden = !is; },
    focus: (at) => {
      rows[at].node.scrollIntoView({ block: "center" });
      rows[at].node.querySelector("input").focus({ preventScroll: true });
    },
  };
}

function pageButton(id, way) {
  const turn = () => {
    const bar = document.querySelector(".bottom-bar").getBoundingClientRect();
    const counter = document.querySelector(".counter").getBoundingClientRect();
    const height = Math.max(bar.top - Math.max(counter.bottom, 0) - 80, innerHeight / 3);
    scrollBy(0, way * height);
  };
  return el("button", { type: "button", class: "button", id, on: { click: turn } },
    say(`vote-${id}`));
}

// One option: its number, title and facts, its choices, its details.
function row(paper, option, at, ballot, pressed, clear) {
  const detail = ballot.details.find(({ id }) => id === option.id);
  const text = [
    el("span", { class: "option-number" }, option.number),
    el("span", { class: "option-title" }, option.title),
    el("span", { class: "option-facts" },
      (detail?.facts ?? []).slice(0, 2).map(([name, value]) => el("span", {}, `${name} ${value}`))),
  ];
  const inputs = new Map();
  const control = (choice, type, ...face) => {
    const input = el("input", { type, name: `option-${at}`, value: choice, autocomplete: "off",
      on: { click: (event) => pressed(event, at, choice), keydown: (event) => clear(event, at) } });
    inputs.set(choice, input);
    return el("label", { class: type === "checkbox" ? "option-main" : "choice",
      "data-option": option.id, "data-choice": type === "checkbox" ? false : choice },
    input, el("span", { class: "face" }, face));
  };
  const body = paper.kind === "pick"
    ? control("chosen", "checkbox", text, el("span", { class: "box" }, tick()))
    : el("fieldset", { class: "option-choices" },
      el("legend", { class: "option-main" }, text),
      el("div", { class: "choices" }, paper.choices.map((choice) =>
        control(choice, "radio", el("span", { class: "mark" }, tick()),
          choiceShape(choice),
          el("span", { class: "word" }, paper.kind === "rank" ? choice
            : choiceWord(paper, choice))))));
  const refused = el("p", { class: "panel warn refused", hidden: true });
  const node = el("li", { class: "option" }, body, refused, detail ? details(detail) : null);
  return {
    node,
    pressedAt: -Infinity,
    refuse: (sentence) => {
      refused.hidden = sentence === null;
      fill(refused, sentence ?? "");
    },
    mark: (chosen, all) => {
      for (const [choice, input] of inputs) {
        input.checked = choice === chosen;
        const elsewhere = paper.once && choice !== chosen && all.includes(choice);
        input.parentElement.classList.toggle("used", elsewhere);
      }
    },
  };
}

function details({ content, facts }) {
  return el("details", { class: "more" },
    el("summary", {}, say("vote-details")),
    el("div", { class: "more-words" },
      content ? el("p", {}, content) : null,
      el("dl", { class: "facts" },
        facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))));
}

/** The sentence above the list. */
function instruction(paper) {
  const args = { all: paper.options.length, n: paper.limit ?? paper.choices.length };
  if (paper.kind === "pick") {
    const most = paper.limit === paper.seats ? "" : "-most";
    return say(`vote-instruct-pick${most}`, args);
  }
  return say(`vote-instruct-${paper.kind.replaceAll("_", "-")}`, args);
}

function counted(paper, marks) {
  const { done, of, inFavour } = progress(paper, marks);
  if (paper.kind === "capped") {
    return say("vote-count-capped", { done, of, favour: inFavour, most: paper.limit });
  }
  const exact = paper.kind === "pick" && paper.limit === paper.seats;
  const kind = exact ? "pick" : { pick: "pick-most", rank: "rank" }[paper.kind] ?? "each";
  return say(`vote-count-${kind}`, { done, of });
}

function refusal(paper, { reason, n, number, holder }) {
  if (reason === "taken") return say("vote-taken", { n: number, item: holder });
  return say(paper.kind === "pick" ? "vote-full" : "vote-full-for", { n });
}
