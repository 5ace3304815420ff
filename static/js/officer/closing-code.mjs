// The field for a closing code that was read aloud, for a device that does not remember it.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

/** The field: {input, node}; for tests its id is #closing-code. */
export function codeField() {
  const input = el("input", { id: "closing-code", class: "code", type: "text", autocomplete: "off",
    "aria-describedby": "closing-code-hint" });
  const node = el("div", { class: "field" },
    el("label", { for: "closing-code" }, say("officer-closing-code-ask")),
    el("p", { class: "hint", id: "closing-code-hint" }, say("officer-closing-code-ask-hint")),
    input);
  return { input, node };
}
