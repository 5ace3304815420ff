// Size of text and contrast: on every screen, without losing a mark, and back to the defaults for
// the next deputy. They live on <html> and nowhere else.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

const SIZES = 4;
const MODES = ["standard", "dark", "contrast"];
const root = document.documentElement;

/** The buttons 缩小, 放大 and 深色 / 高对比 / 标准. */
export function settingsButtons() {
  const size = (step) => () => {
    setSize(Number(root.dataset.size) + step);
    show();
  };
  const smaller = el("button", { type: "button", class: "button tool", id: "smaller",
    on: { click: size(-1) } }, say("vote-smaller"));
  const bigger = el("button", { type: "button", class: "button tool", id: "bigger",
    on: { click: size(1) } }, say("vote-bigger"));
  const mode = el("button", { type: "button", class: "button tool", id: "contrast",
    on: { click: () => {
      root.dataset.mode = following(root.dataset.mode);
      show();
    } } });
  const show = () => {
    smaller.setAttribute("aria-disabled", String(root.dataset.size === "1"));
    bigger.setAttribute("aria-disabled", String(root.dataset.size === String(SIZES)));
    mode.textContent = say(`vote-mode-${following(root.dataset.mode)}`);
  };
  root.addEventListener("settings-reset", show);
  resetSettings();
  return [smaller, bigger, mode];
}

/** Back to the defaults. */
export function resetSettings() {
  setSize(1);
  root.dataset.mode = MODES[0];
  root.dispatchEvent(new Event("settings-reset"));
}

function setSize(size) {
  root.dataset.size = String(Math.min(SIZES, Math.max(1, size)));
}

function following(mode) {
  return MODES[(MODES.indexOf(mode) + 1) % MODES.length];
}
