// Voiding a slip that is left over or damaged, for the whole session.
//
// For tests: #slip-code takes the code, #slip-reason says why, #void-slip sends it.

import { post } from "../shared/api.mjs";
import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { slipForm } from "./slip-form.mjs";

const REASONS = ["left_over", "damaged"];

/** The form, ready for the next slip after each. */
export function voidingForm(desk) {
  const reason = el("select", { id: "slip-reason" }, ...REASONS.map((value) =>
    el("option", { value }, say(`officer-void-${value.replaceAll("_", "-")}`))));
  const list = el("ol", { class: "slip-list" });
  const take = async (slip) => {
    const [given, words] = [reason.value, reason.selectedOptions[0].textContent];
    await post(`/api/sessions/${desk.session}/slips/void`, { slip, reason: given });
    list.append(el("li", {}, el("span", { class: "code" }, slip.slice(0, 8)), " ", words));
    return say("officer-void-done", { n: list.children.length });
  };
  const before = el("div", { class: "field" },
    el("label", { for: "slip-reason" }, say("officer-void-reason")), reason);
  return el("section", { class: "stack" },
    el("h2", {}, say("officer-void")),
    el("p", {}, say("officer-void-lead")),
    slipForm(desk, { field: "slip-code", before, button: ["void-slip", say("officer-void-do")],
      take }),
    list);
}
