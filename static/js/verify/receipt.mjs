// Looking up a receipt code in a bundle: the first ten characters of the ballot entry's leaf.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { plain, shortCode } from "./codes.mjs";
import { ofKind } from "./entries.mjs";
import { leafOf } from "./sha256.mjs";

const LETTERS = 10;

/** Where a receipt code stands in the log: {index, code}, or null. */
export function findReceipt(entries, typed) {
  const wanted = plain(typed);
  if (wanted.length !== LETTERS) return null;
  for (const { index, text } of ofKind(entries, "ballot")) {
    const code = shortCode(leafOf(text), LETTERS, LETTERS / 2);
    if (plain(code) === wanted) return { index, code };
  }
  return null;
}

/** The form; for tests its field is #receipt, its answer #receipt-said with data-found. */
export function receiptForm(entries) {
  const input = el("input", { id: "receipt", class: "code", type: "text", autocomplete: "off",
    spellcheck: "false", "aria-describedby": "receipt-hint" });
  const said = el("div", { id: "receipt-said", role: "status" });
  const look = (event) => {
    event.preventDefault();
    const found = findReceipt(entries, input.value);
    said.dataset.found = String(found !== null);
    const words = found ? say("verify-receipt-found", { code: found.code, n: found.index })
      : say(plain(input.value).length === LETTERS ? "verify-receipt-none" : "verify-receipt-wrong");
    fill(said, el("p", { class: found ? "panel ok" : "panel warn" }, words));
  };
  return el("section", { class: "stack" },
    el("h2", {}, say("verify-receipt")),
    el("form", { class: "panel", autocomplete: "off", on: { submit: look } },
      el("div", { class: "field" },
        el("label", { for: "receipt" }, say("verify-receipt-code")),
        el("p", { class: "hint", id: "receipt-hint" }, say("verify-receipt-hint")), input),
      el("button", { class: "button" }, say("verify-receipt-look"))),
    said);
}
