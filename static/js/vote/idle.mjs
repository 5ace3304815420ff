// Nobody touches the tablet: after 120 seconds a warning with one button, 30 seconds later the
// choices are cleared for the next deputy.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

const TOUCHES = ["pointerdown", "keydown", "input", "scroll", "wheel"];

/**
 * Watches while `watching()` is true. Without `warning()` (nothing is on the screen that would be
 * lost) it ends silently.
 */
export function watchIdle({ seconds, warnSeconds, watching, warning, onEnd }) {
  let last = performance.now();
  let warnedAt = null;
  const count = el("p", { class: "idle-words" });
  const here = el("button", { type: "button", class: "button primary big", id: "still-here",
    on: { click: () => wake() } }, say("vote-still-here"));
  const dialog = el("dialog", { class: "idle", role: "alertdialog", "aria-labelledby": "idle-title",
    on: { cancel: (event) => {
      event.preventDefault();
      wake();
    } } },
  el("h2", { id: "idle-title" }, say("vote-idle-title")), count, here);
  document.body.append(dialog);

  const wake = () => {
    last = performance.now();
    warnedAt = null;
    if (dialog.open) dialog.close();
  };
  const end = () => {
    wake();
    onEnd();
  };
  const tick = () => {
    if (!watching()) {
      wake();
      return;
    }
    const idle = (performance.now() - last) / 1000;
    if (warnedAt === null) {
      if (idle < seconds) return;
      if (!warning()) {
        end();
        return;
      }
      warnedAt = performance.now();
      dialog.showModal();
      here.focus();
    }
    const left = warnSeconds - (performance.now() - warnedAt) / 1000;
    if (left <= 0) end();
    else show(Math.ceil(left));
  };
  // Read aloud at the beginning and every ten seconds, shown every second.
  let [shown, spoken] = [null, null];
  const aloud = el("p", { class: "visually-hidden", role: "alert" });
  dialog.append(aloud);
  const show = (left) => {
    if (left === shown) return;
    shown = left;
    fill(count, say("vote-idle", { s: left }));
    const said = Math.ceil(left / 10) * 10;
    if (said !== spoken) fill(aloud, say("vote-idle", { s: left }));
    spoken = said;
  };

  // While the warning stands, only its button counts: a sleeve on the glass is no answer.
  const touched = () => {
    if (warnedAt === null) last = performance.now();
  };
  for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true, capture: true });
  setInterval(tick, 250);
  return { wake };
}
