// Whether the card is kept on this device, and how to change that.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { cardField } from "./card-field.mjs";
import { problem } from "./problem.mjs";

/** The box; for tests its state is data-kept="yes" or "no". */
export function keptCard(desk) {
  const box = el("section", { class: "panel plain" });
  const show = () => {
    const kept = Boolean(desk.kept.card());
    box.dataset.kept = kept ? "yes" : "no";
    const parts = kept ? here(desk, show) : away(desk, show);
    fill(box, el("h3", {}, say("officer-card-here")), ...parts);
  };
  show();
  return box;
}

function here(desk, show) {
  const remove = () => {
    desk.kept.removeCard();
    show();
  };
  return [
    el("p", {}, say("officer-card-kept")),
    el("button", { type: "button", id: "remove-card", class: "button", on: { click: remove } },
      say("officer-card-remove")),
  ];
}

function away(desk, show) {
  const field = cardField(desk);
  const said = el("div", { "aria-live": "polite" });
  const keep = async () => {
    try {
      desk.kept.keepCard(await field.take());
      show();
    } catch (error) {
      fill(said, problem(error));
    }
  };
  return [
    el("p", {}, say("officer-card-not-kept")),
    el("details", {}, el("summary", {}, say("officer-card-keep-now")), field.node,
      el("button", { type: "button", class: "button", on: { click: keep } },
        say("officer-card-keep-button")), said),
  ];
}
