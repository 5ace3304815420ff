// Follows the state of a session: server-sent events, and a plain GET at the start, after every
// reconnect and every 20 seconds, so that a silent connection cannot leave a page behind.

import { get } from "./api.mjs";

const AGAIN_MS = 3_000;
const CHECK_MS = 20_000;
const POLL_MS = 4_000;

/**
 * Calls `onState(state, {connected})` for every new state and when the connection comes or goes
 * (`state` is null until the first one). Gives a function that stops it. A page that follows many
 * sessions asks again and again instead: a browser has six connections for all event streams.
 */
export function follow(session, onState, { events = true } = {}) {
  const base = `/api/sessions/${encodeURIComponent(session)}`;
  let [state, connected, stopped] = [null, false, false];
  let source, again;

  const tell = () => !stopped && onState(state, { connected });
  const take = (next) => {
    // After a restore the versions may begin again before the one that was shown.
    const fresh = state === null || !connected || next.version >= state.version;
    const changed = state === null || next.version > state.version || !connected;
    if (fresh) state = next;
    connected = true;
    if (changed) tell();
  };
  const lose = () => {
    const was = connected || state === null;
    connected = false;
    if (was) tell();
  };
  const ask = () => get(`${base}/state`).then(take, lose);
  const listen = () => {
    if (stopped) return;
    source?.close();
    source = new EventSource(`${base}/events`);
    source.addEventListener("open", ask);
    source.addEventListener("state", (event) => take(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      lose();
      // The browser reconnects by itself, except after an HTTP error.
      clearTimeout(again);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN_MS);
    });
  };

  const check = setInterval(ask, events ? CHECK_MS : POLL_MS);
  addEventListener("offline", lose);
  addEventListener("online", ask);
  // A page that the browser keeps for going back must not keep its connection: there are only six
  // to one server.
  const leave = () => source?.close();
  const back = (event) => event.persisted && events && listen();
  addEventListener("pagehide", leave);
  addEventListener("pageshow", back);
  ask();
  if (events) listen();
  return () => {
    stopped = true;
    source?.close();
    clearTimeout(again);
    clearInterval(check);
    removeEventListener("offline", lose);
    removeEventListener("online", ask);
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", back);
  };
}
