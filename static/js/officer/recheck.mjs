// Re-checking the whole log on this device, with progress that can be seen.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { bar } from "../verify/ladder.mjs";
import { paced } from "../verify/pace.mjs";

/**
 * Shows a bar in `place`, checks the ballots among `entries` in parts, then runs `last`, in which
 * the core goes over the log `passes` times. Gives {result, ms}.
 */
export async function recheckWithBar(desk, place, entries, { last, passes = 1 }) {
  const { node, set } = bar(say("officer-check-begins"));
  fill(place, el("div", { class: "panel" }, node));
  const show = ({ percent, done, total, seconds }) => {
    const words = seconds === null
      ? say("officer-check-parts", { done, total })
      : say("officer-check-last", { n: Math.max(1, seconds) });
    set(percent, words);
  };
  const parts = (onProgress) => desk.checkBallots(entries, onProgress);
  try {
    return await paced({ parts, last, passes, show });
  } finally {
    fill(place);
  }
}

/** A duration as people say it. */
export const seconds = (ms) => say("officer-seconds", { n: (ms / 1000).toFixed(1) });
