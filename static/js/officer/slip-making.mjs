// Making slips: number, progress, print, count what was printed, sign the roll and send it. The
// codes are in this page only, and gone when it is left.

import { post } from "../shared/api.mjs";
import { el, fill, one } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { bar } from "../verify/ladder.mjs";
import { onPaper, slipSheets } from "./paper.mjs";
import { problem } from "./problem.mjs";
import { drawn } from "./qr.mjs";
import { signBox } from "./sign.mjs";
import { parsedCount, parts, proposed } from "./slip-count.mjs";

const STUBS_MOST = 4;

/** The form to make slips; `show` draws the page again when they are made. */
export function makingForm(desk, show) {
  const place = el("div", { class: "stack" });
  const count = el("input", { id: "slip-count", class: "short", type: "text",
    inputmode: "numeric", autocomplete: "off", value: String(proposed(desk.view.all)),
    "aria-describedby": "count-hint" });
  const stubs = el("select", { id: "slip-stubs", class: "short" },
    ...Array.from({ length: STUBS_MOST }, (_, at) => el("option", { value: at + 1,
      selected: at + 1 === (desk.view.stubs ?? STUBS_MOST) }, String(at + 1))));
  const together = ["two", "printer", "once"].map((name) => {
    const box = el("input", { type: "checkbox", id: `slips-${name}`, required: true });
    return { box, node: el("label", { class: "check" }, box,
      el("span", {}, say(`officer-slips-confirm-${name}`))) };
  });
  const error = el("p", { class: "field-error", role: "alert", hidden: true });
  const start = async (event) => {
    event.preventDefault();
    const number = parsedCount(count.value, desk.view.all);
    const fault = number === null ? say("officer-slips-count-wrong", { n: desk.view.all })
      : together.every(({ box }) => box.checked) ? "" : say("officer-slips-confirm-all");
    error.hidden = !fault;
    fill(error, fault);
    if (fault) return;
    await make(desk, place, { number, stubs: Number(stubs.value) }, show).catch((reason) =>
      fill(place, problem(reason)));
  };
  fill(place,
    el("div", { class: "panel warn" },
      el("p", {}, el("strong", {}, say("officer-slips-warning"))),
      el("p", {}, say("officer-slips-warning-print"))),
    el("form", { class: "panel plain", novalidate: true, on: { submit: start } },
      el("div", { class: "field" },
        el("label", { for: "slip-count" }, say("officer-slips-count")),
        el("p", { class: "hint", id: "count-hint" },
          say("officer-slips-count-hint", { all: desk.view.all })), count),
      el("div", { class: "field" },
        el("label", { for: "slip-stubs" }, say("officer-slips-stubs")), stubs),
      ...together.map(({ node }) => node),
      error,
      el("button", { id: "make-slips", class: "button primary" }, say("officer-slips-make"))));
  return place;
}

const warn = (event) => event.preventDefault();

async function make(desk, place, { number, stubs }, show) {
  addEventListener("beforeunload", warn);
  const { node, set } = bar(say("officer-slips-making", { done: 0, total: number }));
  fill(place, el("div", { class: "panel" }, node));
  const slips = [];
  for (const some of parts(number)) {
    const made = await desk.ask({ do: "make_slips", session: desk.session, count: some });
    for (const { code, key } of made) {
      const link = `${location.origin}/vote#${code.replaceAll("-", "")}`;
      slips.push({ code, key, qr: await drawn(desk.ask, link, say("officer-slips-qr")) });
      const words = say("officer-slips-making", { done: slips.length, total: number });
      set(Math.round((slips.length / number) * 100), words);
    }
  }
  const { title, rehearsal } = desk.view;
  onPaper(...slipSheets({ title, rehearsal, stubs, slips }));
  printing(desk, place, slips, show);
}

function printing(desk, place, slips, show) {
  const heading = el("h2", { tabindex: "-1" }, say("officer-slips-ready", { n: slips.length }));
  const pages = Math.ceil(slips.length / 4);
  const counted = el("input", { type: "checkbox", id: "slips-counted" });
  const box = el("div", {});
  const goOn = () => {
    const label = say("officer-slips-sign", { n: slips.length });
    const act = (card) => send(desk, slips, card);
    const done = async () => {
      forget(slips);
      await desk.refresh();
      show();
      one("#slips-made").scrollIntoView();
    };
    fill(box, counted.checked ? signBox(desk, { label, act, done })
      : el("p", { class: "field-error", role: "alert" }, say("officer-slips-count-first")));
  };
  fill(place, heading,
    el("p", { class: "panel warn" }, say("officer-slips-only-now")),
    el("p", {}, say("officer-slips-print-lead", { n: slips.length, pages })),
    el("div", { class: "button-row" },
      el("button", { type: "button", id: "print-slips", class: "button primary",
        on: { click: () => print() } }, say("officer-slips-print"))),
    el("label", { class: "check" }, counted,
      el("span", {}, say("officer-slips-counted", { n: slips.length, pages }))),
    el("button", { type: "button", id: "slips-printed", class: "button", on: { click: goOn } },
      say("officer-slips-printed")),
    box);
  heading.focus();
}

/** Only the public keys leave, sorted, with the maker's note over them. */
async function send(desk, slips, card) {
  const { officer, origin } = desk.view;
  const keys = slips.map(({ key }) => key);
  const made = await desk.ask({ do: "slips_note", origin, officer: officer.id, card, keys });
  await post(`/api/sessions/${desk.session}/slips`, made);
}

/** The codes are gone: from the page, from paper to come, and from memory as far as it can be. */
function forget(slips) {
  onPaper()();
  for (const slip of slips) Object.assign(slip, { code: "", qr: null });
  slips.length = 0;
  removeEventListener("beforeunload", warn);
}
