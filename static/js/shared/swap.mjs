// Keeps a page that the server renders up to date: <main data-live="/api/sessions/{id}/events"
// data-every="5">. On a new version the page is fetched again, and every [data-swap="name"] in it
// renews the one with the same name. What is said aloud is up to aria-live on that one and in it;
// the focus, what is open and what is being filled in stay where they are.
//
// A connection that fell silent says nothing of its end: now and then the page asks which version
// is the newest, and opens its stream again where that one was not told.
//
// With data-live="" there is no stream that tells of everything on the page: it is fetched again
// every so often.
//
// A page that came in answer to a form says its own address in data-path. Where a login ends, the
// page that is fetched is another one: then [data-login-ended] is shown and nothing more is asked.

import { get } from "./api.mjs";
import { one } from "./dom.mjs";

const AGAIN_MS = 3_000;
const CHECK_MS = 20_000;
const FIELDS = "input, select, textarea";

/** Starts it for the one element with data-live. */
export function start(root = one("[data-live]")) {
  const every = Number(root.dataset.every ?? 5) * 1000;
  const streamless = root.dataset.live === "";
  let [seen, last, timer, again, source, checks] = ["", 0, null, null, null, null];
  const ended = document.querySelector("[data-login-ended]");
  standAt(root.dataset.path);

  const refresh = async () => {
    timer = null;
    last = performance.now();
    const page = await fetched(location.href).catch(() => null);
    if (page && ended && !page.querySelector("[data-live]")) {
      end();
      return;
    }
    const left = page && swap(document, page);
    if (!page || left || streamless) plan();
  };
  const plan = () => {
    timer ??= setTimeout(refresh, Math.max(0, last + every - performance.now()));
  };
  const end = () => {
    ended.hidden = false;
    source?.close();
    clearTimeout(again);
    clearInterval(checks);
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
  checks = setInterval(check, CHECK_MS);
  // A page that the browser keeps for going back must not keep its connection: there are only six
  // to one server.
  addEventListener("pagehide", () => {
    clearTimeout(again);
    source.close();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted || ended?.hidden === false) return;
    listen();
    plan();
  });
}

/** A refused form is shown at an address that only takes forms: it cannot be fetched there. */
function standAt(path) {
  if (path && location.pathname !== path) history.replaceState(null, "", path);
}

/**
 * Renews the parts of one document by those of the same name in another. Tells whether one was
 * left as it stands, because somebody is filling it in.
 */
export function swap(here, there) {
  let left = false;
  for (const fresh of there.querySelectorAll("[data-swap]")) {
    const old = here.querySelector(`[data-swap="${CSS.escape(fresh.dataset.swap)}"]`);
    if (!old) continue;
    keepOpen(old, fresh);
    if (old.isEqualNode(fresh)) continue;
    if (typing(old, fresh)) {
      left = true;
      continue;
    }
    const focus = old.contains(here.activeElement) ? here.activeElement.id : "";
    dress(old, fresh);
    renew(old, here.importNode(fresh, true));
    if (focus) here.getElementById(focus)?.focus({ preventScroll: true });
  }
  return left;
}

/** Gives an element the attributes of another. */
function dress(old, fresh) {
  const gone = [...old.attributes].filter(({ name }) => !fresh.hasAttribute(name));
  for (const { name } of gone) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
}

/**
 * Renews what is new in a part and leaves the rest in its place. So a live region says what came
 * into it, where one that is replaced as a whole says nothing, and a button keeps the focus while
 * the figures beside it change.
 */
function renew(old, fresh) {
  if (!old.cloneNode(false).isEqualNode(fresh.cloneNode(false))) {
    old.replaceWith(fresh);
    return;
  }
  const [now, next] = [[...old.childNodes], [...fresh.childNodes]];
  if (now.length !== next.length) {
    old.replaceChildren(...next);
    return;
  }
  now.forEach((node, at) => {
    if (!node.isEqualNode(next[at])) renew(node, next[at]);
  });
}

/** What somebody opened stays open and what was closed stays closed; the part itself, too. */
function keepOpen(old, fresh) {
  for (const shown of [old, ...old.querySelectorAll("details")].filter(isNamedDetails)) {
    const same = [fresh, ...fresh.querySelectorAll("details")].find(({ id }) => id === shown.id);
    same?.toggleAttribute("open", shown.hasAttribute("open"));
  }
}

const isNamedDetails = ({ localName, id }) => localName === "details" && id !== "";

/** What somebody is filling in is not taken from under the fingers, nor what was typed. */
function typing(part, fresh) {
  return [...part.querySelectorAll(FIELDS)].some((field) => {
    if (field === field.ownerDocument.activeElement) return true;
    // A form that is over takes along what was typed into it.
    const next = [...fresh.querySelectorAll(FIELDS)].find(({ name }) => name === field.name);
    return next !== undefined && (isChanged(field) || isEmptied(field, next));
  });
}

/** Whether a field holds something else than the page came with. */
function isChanged(field) {
  if (field.options) return field.selectedIndex !== firstOf(field);
  if (field.checked !== field.defaultChecked) return true;
  return field.value !== field.defaultValue;
}

/** The option that a list comes with: the one that is marked, else the first. */
function firstOf({ options }) {
  return Math.max(0, [...options].findIndex((option) => option.defaultSelected));
}

/** A refused form holds what was typed before; a page that is asked for anew does not. */
function isEmptied(field, next) {
  return next.defaultValue === "" && field.defaultValue !== "";
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
