// The page 密钥卡: the card is made here, shown once, printed or copied by hand, and its public
// halves are sent after two of its groups were typed back (docs/PROTOCOL.md §2.3).
//
// For tests: #make-card makes it, #card-text holds its thirteen groups, #card-noted goes on, the
// two groups are asked in inputs [data-group="<1…13>"], #register sends, #keep-card keeps it here,
// #card-done stands when the keys are registered.

import { post } from "../shared/api.mjs";
import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { grouped, same } from "../verify/codes.mjs";
import { checkCard } from "./card-field.mjs";
import { isTeller, officeWord, openDesk, whose } from "./desk.mjs";
import { cardSheet, onPaper } from "./paper.mjs";
import { problem } from "./problem.mjs";
import { drawn } from "./qr.mjs";
import { twoOf } from "./chance.mjs";
import { keptCard } from "./kept-card.mjs";

const GROUP = 4;

openDesk(async (desk, root) => {
  const place = el("div", { class: "stack" });
  fill(root, whose(desk), place);
  if (desk.view.officer.registered) registered(desk, place);
  else start(desk, place);
});

function start(desk, place) {
  const said = el("div", { "aria-live": "polite" });
  const make = async (event) => {
    event.currentTarget.disabled = true;
    try {
      const { card } = await desk.ask({ do: "make_card" });
      addEventListener("beforeunload", warn);
      await shown(desk, place, card);
    } catch (error) {
      fill(said, problem(error));
    }
  };
  fill(place,
    el("div", { class: "reading" },
      el("p", {}, say(isTeller(desk) ? "officer-card-lead-teller" : "officer-card-lead-presidium")),
      el("ol", {}, ...["make", "keep", "type", "send"].map((step) =>
        el("li", {}, say(`officer-card-step-${step}`))))),
    el("button", { type: "button", id: "make-card", class: "button primary", on: { click: make } },
      say("officer-card-make")),
    said);
}

/** Leaving before the keys are registered loses the card. */
const warn = (event) => event.preventDefault();

async function shown(desk, place, card) {
  const groups = grouped(card, GROUP);
  const { officer, title } = desk.view;
  const label = say("officer-card-qr");
  const draw = () => drawn(desk.ask, groups.join(""), label);
  const holder = { title, office: officeWord(officer.role), name: officer.name,
    session: desk.session, officer: officer.id, groups };
  onPaper(cardSheet({ ...holder, qr: await draw() }));
  const copied = el("span", { role: "status" });
  const copy = async () => {
    await navigator.clipboard.writeText(groups.join("-"));
    copied.textContent = say("officer-card-copied");
  };
  const heading = el("h2", { tabindex: "-1" }, say("officer-card-shown"));
  fill(place, heading,
    el("p", { class: "panel warn" }, say("officer-card-once")),
    el("div", { class: "secret card-shown" }, await draw(),
      el("ol", { id: "card-text", class: "card-groups" }, ...groups.map((group) =>
        el("li", {}, el("span", { class: "code" }, group))))),
    el("div", { class: "button-row" },
      el("button", { type: "button", class: "button primary", on: { click: () => print() } },
        say("officer-card-print")),
      ...(navigator.clipboard ? [el("button", { type: "button", class: "button",
        on: { click: copy } }, say("officer-card-copy"))] : []),
      copied),
    el("button", { type: "button", id: "card-noted", class: "button",
      on: { click: () => typedBack(desk, place, card) } }, say("officer-card-noted")));
  heading.focus();
}

/** Two groups are typed back from the paper, so that the card is really kept. */
function typedBack(desk, place, card) {
  onPaper()();
  const groups = grouped(card, GROUP);
  const inputs = twoOf(groups.length).map((at) => ({ at, input: el("input", {
    id: `group-${at + 1}`, class: "code short", type: "text", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false", maxlength: "6", "data-group": at + 1 }) }));
  const keep = el("input", { type: "checkbox", id: "keep-card" });
  const said = el("div", { "aria-live": "polite" });
  const button = el("button", { id: "register", class: "button primary" },
    say("officer-card-register"));
  const send = async (event) => {
    event.preventDefault();
    const wrong = inputs.find(({ at, input }) => !same(input.value, groups[at]));
    for (const { at, input } of inputs) {
      input.setAttribute("aria-invalid", String(!same(input.value, groups[at])));
    }
    if (wrong) {
      fill(said, el("p", { class: "field-error", role: "alert" },
        say("officer-card-group-wrong", { n: wrong.at + 1 })));
      return wrong.input.focus();
    }
    button.disabled = true;
    await register(desk, place, { card, keep: keep.checked }).catch((error) => {
      button.disabled = false;
      fill(said, problem(error));
    });
  };
  const heading = el("h2", { tabindex: "-1" }, say("officer-card-type"));
  fill(place, heading, el("p", {}, say("officer-card-type-lead")),
    el("form", { class: "panel", autocomplete: "off", novalidate: true, on: { submit: send } },
      ...inputs.map(({ at, input }) => el("div", { class: "field" },
        el("label", { for: input.id }, say("officer-card-group", { n: at + 1 })), input)),
      el("label", { class: "check" }, keep, el("span", {}, say("officer-card-keep"))),
      el("p", { class: "hint" }, say("officer-card-keep-hint")),
      said,
      el("div", { class: "button-row" }, button,
        el("button", { type: "button", class: "button",
          on: { click: () => shown(desk, place, card) } }, say("officer-card-again")))));
  heading.focus();
}

async function register(desk, place, { card, keep }) {
  const { sign, lock, proof } = await checkCard(desk, card);
  const keys = isTeller(desk) ? { sign, lock, proof } : { sign };
  await post(`/api/sessions/${desk.session}/officer/keys`, keys);
  desk.kept.keepKeys(isTeller(desk) ? { sign, lock } : { sign });
  if (keep) desk.kept.keepCard(card);
  removeEventListener("beforeunload", warn);
  await desk.refresh();
  registered(desk, place);
}

function registered(desk, place) {
  const heading = el("h2", { id: "card-done", tabindex: "-1" }, say("officer-card-done"));
  fill(place,
    el("div", { class: "panel ok" }, heading, el("p", {}, say("officer-card-done-lead"))),
    keptCard(desk),
    el("a", { class: "button primary", href: `/officer/${desk.session}` },
      say("officer-card-to-tasks")));
  heading.focus();
}
