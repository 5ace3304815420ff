// Voiding a slip: its code becomes its public key in this page, and only the key is sent.
import { post } from "../shared/api.mjs";
import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { problem } from "./problem.mjs";
import { canScan, scan } from "./scan.mjs";

const REASONS = ["left_over", "damaged"];

/** The form, ready for the next slip after each. */
export function voidingForm(desk) {
  const code = el("input", { id: "slip-code", class: "code", type: "text", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false", "aria-describedby": "slip-code-hint" });
  const reason = el("select", { id: "slip-reason" }, ...REASONS.map((value) =>
    el("option", { value }, say(`officer-void-${value.replaceAll("_", "-")}`))));
  const said = el("div", { "aria-live": "polite" });
  const list = el("ol", { class: "slip-list" });
  const camera = el("div", {});
  const button = el("button", { id: "void-slip", class: "button primary" }, say("officer-void-do"));
  const send = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const slip = await voided(desk, code.value, reason.value);
      code.value = "";
      const words = reason.selectedOptions[0].textContent;
      list.append(el("li", {}, el("span", { class: "code" }, slip.slice(0, 8)), " ", words));
      fill(said, el("p", { class: "panel ok" },
        say("officer-void-done", { n: list.children.length })));
    } catch (error) {
      fill(said, problem(error));
    } finally {
      button.disabled = false;
      code.focus();
    }
  };
  const read = async () => {
    const found = await scan(camera);
    if (found) code.value = found;
  };
  return el("section", { class: "stack" },
    el("h2", {}, say("officer-void")),
    el("p", {}, say("officer-void-lead")),
    el("form", { class: "panel plain", autocomplete: "off", novalidate: true,
      on: { submit: send } },
      el("div", { class: "field" },
        el("label", { for: "slip-reason" }, say("officer-void-reason")), reason),
      el("div", { class: "field" },
        el("label", { for: "slip-code" }, say("officer-void-code")),
        el("p", { class: "hint", id: "slip-code-hint" }, say("officer-void-code-hint")), code),
      ...(canScan() ? [el("button", { type: "button", class: "button", on: { click: read } },
        say("officer-scan")), camera] : []),
      button, said),
    list);
}

async function voided(desk, code, reason) {
  const slip = await desk.ask({ do: "slip_key", session: desk.session, code });
  await post(`/api/sessions/${desk.session}/slips/void`, { slip, reason });
  return slip;
}
