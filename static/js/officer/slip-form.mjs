// Taking slips in, one after the other: a code is typed, pasted or read by the camera, and becomes
// its public key in this page; only the key is sent.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { problem } from "./problem.mjs";
import { canScan, scanner } from "./scan.mjs";

/**
 * The form. `field` is the id of its code, `button` the id of its button and the word on it,
 * `before` stands above; `take(slip)` does it and gives the words that it is done.
 */
export function slipForm(desk, { field, before = null, button: [id, word], take }) {
  const code = el("input", { id: field, class: "code", type: "text", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false", "aria-describedby": `${field}-hint` });
  const said = el("div", { "aria-live": "polite" });
  const button = el("button", { id, class: "button primary" }, word);
  const send = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const ask = { do: "slip_key", session: desk.session, code: code.value };
      const done = await take(await desk.ask(ask));
      code.value = "";
      fill(said, el("p", { class: "panel ok" }, done));
    } catch (error) {
      fill(said, problem(error));
    } finally {
      button.disabled = false;
      code.focus();
    }
  };
  const read = (text) => {
    code.value = text;
  };
  return el("form", { class: "panel plain", autocomplete: "off", novalidate: true,
    on: { submit: send } },
    before,
    el("div", { class: "field" },
      el("label", { for: field }, say("officer-void-code")),
      el("p", { class: "hint", id: `${field}-hint` }, say("officer-void-code-hint")), code),
    ...(canScan() ? scanner(read) : []),
    button, said);
}
