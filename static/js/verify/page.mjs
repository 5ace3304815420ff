// The page /verify: anybody re-checks a published result in an own browser. Nothing is sent; the
// checks run in a worker, by the same code as `piaojue verify`.
//
// For tests: the file's field is #file, the published one's button #published, progress #progress,
// the verdict #verdict[data-verdict], a receipt's #receipt and #receipt-said[data-found].

import { el, fill, one } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { engine } from "./engine.mjs";
import { elements, manifestsOf, members } from "./entries.mjs";
import { fetchText } from "./fetch.mjs";
import { bar } from "./ladder.mjs";
import { paced } from "./pace.mjs";
import { receiptForm } from "./receipt.mjs";
import { reportView } from "./report.mjs";
import { publishedPath } from "./source.mjs";

const place = one("#report");
let core = null;
let running = false;

one("#file").addEventListener("change", (event) => read(event.target.files[0]));
const drop = one("#drop");
drop.addEventListener("dragover", (event) => event.preventDefault());
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  read(event.dataTransfer.files[0]);
});
const path = publishedPath(location.search, location.origin);
if (path) {
  const button = one("#published");
  button.hidden = false;
  button.addEventListener("click", () => start(() => fetchText(path)));
} else if (new URLSearchParams(location.search).has("bundle")) {
  fill(place, fault(say("verify-foreign")));
}

function read(file) {
  if (file) start(() => file.text());
}

/** Fetches the text and verifies it; one at a time. */
async function start(source) {
  if (running) return;
  running = true;
  try {
    fill(place, el("p", { role: "status" }, say("verify-loading")));
    await verify(await source());
  } catch (error) {
    fill(place, fault(say("verify-not-a-bundle"), error.message));
  } finally {
    running = false;
  }
}

async function verify(text) {
  core ??= engine();
  const entries = entriesOf(text);
  const { node, set } = bar(say("verify-begins"));
  fill(place, el("div", { id: "progress", class: "panel" }, node));
  const show = ({ percent, done, total, seconds }) =>
    set(percent, seconds === null ? say("verify-parts", { done, total })
      : say("verify-last", { n: Math.max(1, seconds) }));
  // What a part finds wrong is found again, and reported in full, by the verification itself.
  const parts = (onProgress) => core.checkBallots(entries, onProgress).catch(() => null);
  const last = () => core.ask({ do: "verify", bundle: text });
  const { result, ms } = await paced({ parts, last, show });
  fill(place,
    ...reportView(result, result.verdict === "refuted" ? {} : manifestsOf(entries)),
    el("p", { class: "muted" }, say("verify-took", { n: (ms / 1000).toFixed(1) })),
    ...(result.verdict === "refuted" ? [] : [receiptForm(entries)]));
  one("#verdict").focus();
}

/** The entries for progress and receipts; the verification reads the text by itself. */
function entriesOf(text) {
  try {
    return elements(members(text).get("entries") ?? "[]");
  } catch {
    return [];
  }
}

function fault(words, detail = "") {
  return el("div", { class: "panel error", role: "alert" }, el("p", {}, el("strong", {}, words)),
    ...(detail ? [el("p", { class: "muted" }, detail)] : []));
}
