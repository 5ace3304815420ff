// S3: the whole ballot once more. This page is the confirmation; there is no question on top of it.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { choiceShape, choiceWord } from "./choices.mjs";
import { progress } from "./methods.mjs";

/** The screen. Gives {node, title, pause(bool)}. */
export function reviewScreen({ ballot, onBack, onCast }) {
  const { paper, marks } = ballot;
  const { left } = progress(paper, marks);
  const heading = el("h1", { tabindex: "-1" }, say("vote-review-title"));
  // On a paper of picks only what was picked is listed; else every option with its answer.
  const listed = paper.options
    .map((option, at) => ({ option, at, mark: marks[at] }))
    .filter(({ mark }) => paper.kind !== "pick" || mark !== null);
  const items = listed.map(({ option, at, mark }) =>
    el("li", { class: "answer" },
      el("span", { class: "option-number" }, option.number),
      el("span", { class: "option-title" }, option.title),
      paper.kind === "pick" ? null
        : el("span", { class: "answer-word" }, choiceShape(mark), choiceWord(paper, mark)),
      el("button", { type: "button", class: "button", "data-change": option.id,
        on: { click: () => onBack(at) } },
      say("vote-change"), el("span", { class: "visually-hidden" }, ` ${option.title}`))));
  const held = el("p", { class: "panel warn", hidden: true, id: "held" }, say("vote-paused"));
  const cast = el("button", { type: "button", class: "button primary huge", id: "cast",
    on: { click: () => cast.getAttribute("aria-disabled") !== "true" && onCast() } },
  say("vote-cast"));
  const node = el("div", { class: "screen review" },
    heading,
    el("p", { class: "sum" }, summary(paper, marks)),
    items.length > 0 ? el("ol", { class: "answers", id: "answers" }, items)
      : el("p", { class: "panel" }, say("vote-nothing-chosen")),
    left > 0 ? el("div", { class: "panel warn", id: "undervote" },
      el("p", {}, say(shortfall(paper), { n: left })),
      el("p", {}, say(`vote-blank-rule-${blankRule(paper)}`))) : null,
    held,
    el("div", { class: "last-step" },
      el("button", { type: "button", class: "button huge", id: "back",
        on: { click: () => onBack(null) } }, say("vote-back")),
      cast));
  return {
    node,
    title: () => say("vote-review-title"),
    pause: (is) => {
      held.hidden = !is;
      cast.setAttribute("aria-disabled", String(is));
    },
  };
}

/** The words for what is left empty: a choice that is not used, or a project without an answer. */
export function shortfall(paper) {
  return ["pick", "rank"].includes(paper.kind) ? "vote-undervote" : "vote-unanswered";
}

// What the rule of the poll makes of what is left empty.
function blankRule(paper) {
  if (paper.blank === "yes") return "yes";
  return { pick: "pick", rank: "rank" }[paper.kind] ?? "abstain";
}

function summary(paper, marks) {
  const { done, of } = progress(paper, marks);
  return say("vote-review-sum", { done, of });
}
