// The box in which an officer signs: the card, one button, and what came of it.
// For tests: the button is #sign (or the id that is given), the card's field #card-code.

import { post } from "../shared/api.mjs";
import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { cardField } from "./card-field.mjs";
import { problem } from "./problem.mjs";

/**
 * The box. `act(card)` does what is to be done with the checked card; when it is done,
 * `done()` is called. What fails is said under the button, which can then be pressed again.
 */
export function signBox(desk, { id = "sign", label, busy = say("officer-signing"), act, done }) {
  const field = cardField(desk);
  const said = el("div", { class: "said", "aria-live": "polite" });
  const button = el("button", { type: "button", id, class: "button primary" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    fill(said, el("p", {}, busy));
    try {
      await act(await field.take(), said);
      fill(said);
      await done();
    } catch (error) {
      fill(said, problem(error));
    } finally {
      button.disabled = false;
    }
  });
  return el("div", { class: "sign-here" }, field.node, button, said);
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
