// Keeps a page that the server renders up to date: <main data-live="/api/sessions/{id}/events"
// data-every="5">. On a new version the page is fetched again, and every [data-swap="name"] in it
// takes the place of the one with the same name. What is said aloud is up to aria-live on the
// elements around; the focus and what is open stay where they are.
//
// A connection that fell silent says nothing of its end: now and then the page asks which version
// is the newest, and opens its stream again where that one was not told.
//
// With data-live="" there is no stream that tells of everything on the page: it is fetched again
// every so often.

import { get } from "./api.mjs";
import { one } from "./dom.mjs";

const AGAIN_MS = 3_000;
const CHECK_MS = 20_000;

/** Starts it for the one element with data-live. */
export function start(root = one("[data-live]")) {
  const every = Number(root.dataset.every ?? 5) * 1000;
  const streamless = root.dataset.live === "";
  let [seen, last, timer, again, source] = ["", 0, null, null, null];

  const refresh = async () => {
    timer = null;
    last = performance.now();
    const page = await fetched(location.href).catch(() => null);
    if (page) swap(document, page);
    if (!page || streamless) plan();
  };
  const plan = () => {
    timer ??= setTimeout(refresh, Math.max(0, last + every - performance.now()));
  };
  const listen = () => {
    source?.close();
    source = new EventSource(root.dataset.live);
    source.addEventListener("open", () => {
      // Something may have happened while there was no connection.
      if (seen !== "") plan();
    });
    source.addEventListener("state", (event) => {
      const first = seen === "";
      if (event.lastEventId === seen) return;
      seen = event.lastEventId;
      // The page is as new as the first state, unless it says that it is older.
      if (!first || (root.dataset.version && root.dataset.version !== seen)) plan();
    });
    source.addEventListener("error", () => {
      clearTimeout(again);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN_MS);
    });
  };
  if (streamless) {
    last = performance.now();
    plan();
    return;
  }
  const check = async () => {
    // Without an answer the stream's own errors say enough.
    const state = await get(root.dataset.live.replace(/events$/, "state")).catch(() => null);
    if (!state || String(state.version) === (seen || root.dataset.version)) return;
    listen();
    plan();
  };
  listen();
  setInterval(check, CHECK_MS);
  // A page that the browser keeps for going back must not keep its connection: there are only six
  // to one server.
  addEventListener("pagehide", () => {
    clearTimeout(again);
    source.close();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    listen();
    plan();
  });
}

/** Replaces the parts of one document by those of the same name in another. */
export function swap(here, there) {
  for (const fresh of there.querySelectorAll("[data-swap]")) {
    const old = here.querySelector(`[data-swap="${CSS.escape(fresh.dataset.swap)}"]`);
    if (!old || old.isEqualNode(fresh) || typing(old)) continue;
    const focus = old.contains(here.activeElement) ? here.activeElement.id : "";
    const open = [...old.querySelectorAll("details[open][id]")].map((details) => details.id);
    const adopted = here.importNode(fresh, true);
    old.replaceWith(adopted);
    for (const id of open) here.getElementById(id)?.setAttribute("open", "");
    if (focus) here.getElementById(focus)?.focus({ preventScroll: true });
  }
}

// What somebody is filling in is not taken from under the fingers.
function typing(part) {
  const field = part.querySelector("input:focus, textarea:focus, select:focus");
  return field !== null;
}

/** The page at an address, as a document. */
export function fetched(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = 10_000;
    request.onload = () => {
      const ok = request.status === 200 && request.response;
      if (ok) resolve(request.response);
      else reject(new Error(`${address}: ${request.status}`));
    };
    request.onerror = request.ontimeout = () => reject(new Error(address));
    request.send();
  });
}

if (typeof document !== "undefined" && document.querySelector("[data-live]")) start();
