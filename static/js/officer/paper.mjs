// What an officer prints: the key card and the slips, with the same content as the sheets that the
// program prints offline. The sheets hold secrets: they are taken away when they are done with.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { grouped } from "../verify/codes.mjs";

const SLIPS_PER_PAGE = 4;
const SLIP_GROUP = 4;

/** The card to print; `qr` is its drawing. */
export function cardSheet({ title, office, name, session, officer, groups, qr }) {
  const rules = ["keep", "restore", "destroy"].map((rule) => say(`officer-print-card-${rule}`));
  return el("article", { class: "key-card" },
    el("h1", {}, say("officer-print-card")),
    el("p", {}, title),
    el("p", {}, say("officer-print-holder", { office, name })),
    el("div", { class: "key-card-secret" }, qr,
      el("div", { class: "code" }, ...groups.map((group) => el("span", {}, group)))),
    el("ul", {}, ...rules.map((rule) => el("li", {}, rule))),
    el("p", { class: "ids" }, session, el("br"), officer));
}

/** The slips to print, four on a page, in the order in which they were drawn. */
export function slipSheets({ title, stubs, rehearsal, slips }) {
  const pages = [];
  for (let at = 0; at < slips.length; at += SLIPS_PER_PAGE) {
    const some = slips.slice(at, at + SLIPS_PER_PAGE);
    pages.push(el("section", { class: "slip-page" },
      ...some.map((slip) => sheet({ title, stubs, rehearsal, ...slip }))));
  }
  return pages;
}

function sheet({ title, stubs, rehearsal, code, qr }) {
  const lines = ["fold", "use", "secret"].map((line) => say(`officer-print-slip-${line}`));
  const stub = (_, at) => el("div", { class: "slip-stub" },
    el("b", {}, say("officer-print-stub", { n: at + 1 })),
    say("officer-print-stub-tear"), el("br"), say("officer-print-stub-box"));
  return el("article", { class: "slip-sheet" },
    ...(rehearsal ? [el("div", { class: "slip-rehearsal" }, say("officer-print-rehearsal"))] : []),
    el("div", { class: "slip-cover" },
      el("h2", {}, say("officer-print-slip")),
      el("div", {}, title), ...lines.map((line) => el("div", {}, line))),
    el("div", { class: "slip-secret" }, qr,
      el("div", { class: "code" },
        ...grouped(code, SLIP_GROUP).map((group) => el("span", {}, group)))),
    el("div", { class: "slip-stubs" }, ...Array.from({ length: stubs }, stub)));
}

/** Puts sheets on paper only: the screen does not show them. Gives how to take them away. */
export function onPaper(...sheets) {
  takeAway();
  const root = el("div", { class: "paper-root" }, ...sheets);
  document.body.append(root);
  document.body.classList.add("on-paper");
  return takeAway;
}

function takeAway() {
  document.querySelector(".paper-root")?.remove();
  document.body.classList.remove("on-paper");
}
