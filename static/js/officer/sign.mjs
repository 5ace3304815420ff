// The box in which an officer signs: the card, one button, and what came of it.
// For tests: the button is #sign (or the id that is given), the card's field #card-code.

import { post } from "../shared/api.mjs";
import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { cardField } from "./card-field.mjs";
import { problem } from "./problem.mjs";

/**
 * The box. `act(card)` does what is to be done with the checked card; when it is done, the field is
 * emptied and `done()` is called. What fails is said under the button, which can then be pressed
 * again; what is done is not done twice. A `second` person's password is not older than minutes.
 */
export function signBox(desk, { id = "sign", label, second = false, act, done }) {
  const field = cardField(desk);
  const said = el("div", { class: "said", "aria-live": "polite" });
  const button = el("button", { type: "button", id, class: "button primary" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    fill(said, el("p", {}, say("officer-signing")));
    try {
      await act(await field.take(), said);
    } catch (error) {
      fill(said, problem(error));
      button.disabled = false;
      return;
    }
    field.empty();
    fill(said);
    await done().catch(() => fill(said, notShown()));
  });
  const first = second && !desk.view.fresh ? passwordFirst(desk) : null;
  return el("div", { class: "sign-here" }, first, field.node, button, said);
}

const notShown = () => el("p", { class: "panel warn" }, say("officer-not-shown"));

/** The password is typed on another page, where a card that was typed before would be lost. */
function passwordFirst({ session }) {
  return el("div", { class: "panel warn" },
    el("p", {}, say("officer-again-first")),
    el("a", { class: "button primary", href: `/again?back=/officer/${session}` },
      say("officer-again")));
}

/** Signs notes with the card and sends each; the texts are those that the page has checked. */
export async function signNotes(desk, notes, card) {
  for (const { id, text } of notes) {
    const { officer } = desk.view;
    const request = { do: "sign", origin: desk.view.origin, officer: officer.id, card, text };
    const note = await desk.ask(request);
    await post(`/api/sessions/${desk.session}/notes/${id}/signatures`, { note });
  }
}
