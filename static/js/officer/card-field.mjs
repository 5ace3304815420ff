// The place where an officer gives the card: kept on this device, typed, pasted or scanned. It is
// checked against the registered public key before anything is done with it.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { plain } from "../verify/codes.mjs";
import { Fault } from "./problem.mjs";
import { canScan, scanner } from "./scan.mjs";

const CARD_LETTERS = 52;

/** The registered public halves of this officer: of the signed list, or as they were sent. */
export function registeredKeys({ view, kept }) {
  const { tellers, presidium } = view.officers.list ?? { tellers: [], presidium: [] };
  const listed = [...tellers, ...presidium].find(({ id }) => id === view.officer.id);
  return listed ?? kept.keys() ?? (view.officer.sign ? view.officer : null);
}

/** The public halves of a card; a card that is not this officer's is refused. */
export async function checkCard(desk, card) {
  if (plain(card).length !== CARD_LETTERS) {
    throw new Fault("officer-card-length", { n: plain(card).length }, "officer-act-card");
  }
  const { session, view } = desk;
  const keys = await desk.ask({ do: "card_keys", session, officer: view.officer.id, card });
  const registered = registeredKeys(desk);
  const locked = registered?.lock === undefined || registered.lock === keys.lock;
  if (registered && (registered.sign !== keys.sign || !locked)) {
    throw new Fault("officer-card-other", {}, "officer-act-card");
  }
  return keys;
}

/**
 * A field for the card. `take()` gives the checked card. `empty()` is for when all is done with it,
 * and not before: 52 characters are not typed twice because the network is away. So a card is asked
 * for at each signing unless the officer keeps it on this device.
 */
export function cardField(desk) {
  const node = el("div", { class: "card-field" });
  let input = null;
  const show = () => {
    input = desk.kept.card() ? null : codeInput();
    fill(node, ...(input ? typed(input) : keptHere(desk, show)));
  };
  show();
  return {
    node,
    async take() {
      const card = desk.kept.card() ?? input.value;
      await checkCard(desk, card);
      return card;
    },
    empty() {
      if (input) input.value = "";
    },
  };
}

function codeInput() {
  return el("textarea", {
    id: "card-code",
    class: "code card-input",
    rows: "4",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    "aria-describedby": "card-hint",
  });
}

function typed(input) {
  const take = (text) => {
    input.value = text;
  };
  return [
    el("div", { class: "field" },
      el("label", { for: "card-code" }, say("officer-card-give")),
      el("p", { class: "hint", id: "card-hint" }, say("officer-card-give-hint")),
      input),
    ...(canScan() ? scanner(take) : []),
  ];
}

function keptHere(desk, show) {
  const remove = () => {
    desk.kept.removeCard();
    show();
  };
  return [
    el("p", {}, say("officer-card-kept")),
    el("button", { type: "button", class: "button quiet", on: { click: remove } },
      say("officer-card-remove")),
  ];
}
