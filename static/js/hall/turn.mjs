// The hall's screen turns the pages of a result every 12 seconds; swap.mjs follows the state.

import { fetched, swap } from "../shared/swap.mjs";

const TURN_MS = 12_000;

setInterval(async () => {
  const next = document.querySelector("[data-next]")?.dataset.next;
  if (!next) return;
  history.replaceState(null, "", next);
  // Without an answer the page stays; the next turn tries again.
  const page = await fetched(location.href).catch(() => null);
  if (page) swap(document, page);
}, TURN_MS);
