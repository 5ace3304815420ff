// What went wrong, as a box with a sentence and what to do.

import { ApiError, OfflineError } from "../shared/api.mjs";
import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { understood } from "./refusal.mjs";

/** A fault that the page itself found; its message is a sentence already. */
export class Fault extends Error {
  constructor(key, args = {}, act = "officer-act-stop") {
    super(say(key, args));
    this.act = act;
  }
}

/** The box for an error. */
export function problem(error) {
  const { what, act, detail } = sentences(error);
  return el(
    "div",
    { class: "panel error", role: "alert", "data-problem": act },
    el("p", {}, el("strong", {}, what)),
    ...(act ? [el("p", {}, say(act))] : []),
    // The password was not typed lately: there, and back here.
    ...(error.body?.again
      ? [el("p", {}, el("a", { class: "button primary", href: error.body.again }, say("officer-again")))]
      : []),
    ...(detail ? [el("details", {}, el("summary", {}, say("officer-problem-detail")),
      el("p", { lang: "en" }, detail))] : []),
  );
}

function sentences(error) {
  if (error instanceof Fault) return { what: error.message, act: error.act };
  if (error instanceof OfflineError) {
    return { what: say("officer-offline"), act: "officer-act-network" };
  }
  if (error instanceof ApiError) return { what: error.message, act: null };
  const { key, args, act, detail } = understood(error.message);
  if (key === "officer-refusal-second-closing" && error.typedCode) {
    return { what: say("officer-closing-code-other"), act: "officer-act-compare" };
  }
  if (key === "officer-refusal-refuted") args.name = say(`verify-check-${args.name}`);
  return { what: say(key, args), act, detail };
}
