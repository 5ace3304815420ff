// How choices look and read: a word and a small shape for each, the same frame for all of them, so
// that nobody can tell from two metres what was chosen.

import { svg } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

// Shapes of 24 by 24, in the colour of the word they stand beside.
const SHAPES = {
  for: ["agree", "M4 13 L10 19 L20 5"],
  against: ["oppose", "M5 5 L19 19 M19 5 L5 19"],
  abstain: ["abstain", "M4 12 L20 12"],
};
const TICK = "M4 13 L10 19 L20 5";

/** The word of a choice. */
export function choiceWord(paper, choice) {
  if (choice === null) return say(`vote-blank-${paper.kind === "rank" ? "rank" : "item"}`);
  switch (paper.kind) {
    case "pick":
      return say("vote-chosen");
    case "rank":
      return say("vote-rank", { n: choice });
    case "grade":
      return choice;
    default:
      return say(`vote-${choice}`);
  }
}

/** The small shape beside the word, or nothing. */
export function choiceShape(choice) {
  const shape = SHAPES[choice];
  return shape ? drawing(`shape ${shape[0]}`, shape[1]) : null;
}

/** The tick of whatever is chosen. */
export function tick() {
  return drawing("tick", TICK);
}

function drawing(name, path) {
  return svg("svg", { class: name, viewBox: "0 0 24 24", width: 24, height: 24,
    "aria-hidden": "true", focusable: "false" },
  svg("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 3.5,
    "stroke-linecap": "square" }));
}
