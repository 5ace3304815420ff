// Tells the desk every 20 seconds that this tablet is there and which page it shows, in a rhythm of
// its own: whether somebody votes meanwhile cannot be seen from it. When staff has reset the
// tablet, the page loads itself anew; a sealed ballot on its way is kept over that (cast.mjs).

import { ApiError, post } from "../shared/api.mjs";

const EVERY_MS = 20_000;

/** Starts it for an enrolled tablet; `resets` is what the page was loaded with. */
export function beat({ page, resets }) {
  let timer = null;
  const tell = async () => {
    try {
      const answer = await post("/api/heartbeat", { page });
      if (answer.resets > resets) location.reload();
    } catch (error) {
      // Whoever is enrolled no more need not say so.
      if (error instanceof ApiError && error.status === 401) clearInterval(timer);
    }
  };
  timer = setInterval(tell, EVERY_MS);
  tell();
}
