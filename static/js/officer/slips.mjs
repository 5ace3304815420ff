// The page 票签: two tellers make the slips, print them, and send the signed roll of public keys;
// later, left-over and damaged slips are voided here (docs/PROTOCOL.md §2.2).
//
// For tests: #slip-count, #make-slips, #print-slips, #slips-printed go through the making, #sign
// sends; #slip-code, #slip-reason and #void-slip void one; #slips-made stands when there is a roll.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { isTeller, openDesk, whose } from "./desk.mjs";
import { makingForm } from "./slip-making.mjs";
import { paperSection, takesPaper } from "./slip-paper.mjs";
import { voidingForm } from "./slip-voiding.mjs";

openDesk(async (desk, root) => {
  const place = el("div", { class: "stack" });
  fill(root, whose(desk), place);
  const show = () => fill(place, ...parts(desk, show));
  show();
});

function parts(desk, show) {
  const { slips, officers } = desk.view;
  if (!isTeller(desk)) return [el("p", { class: "empty" }, say("officer-slips-tellers-only"))];
  const papers = () => (takesPaper(desk.view) ? paperSection(desk) : null);
  if (slips) return [made(slips), papers(), voidingForm(desk)];
  if (!officers.fixed) return [el("p", { class: "empty" }, say("officer-slips-officers-first"))];
  return [makingForm(desk, show)];
}

function made({ made: count, voided }) {
  const lines = [
    ["officer-slips-made-count", say("officer-sheets", { n: count })],
    ["officer-slips-voided-count", say("officer-sheets", { n: voided })],
  ];
  return el("section", { class: "panel ok", id: "slips-made" },
    el("h2", {}, say("officer-slips-made")),
    el("dl", { class: "facts" }, ...lines.flatMap(([key, value]) =>
      [el("dt", {}, say(key)), el("dd", {}, value)])));
}
