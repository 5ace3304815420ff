// The page's side of the worker: requests to the core as promises, with progress.

import { startWorker } from "../shared/module.mjs";
import { manifestsOf, ofKind } from "./entries.mjs";

const WORKER = "/static/js/verify/worker.mjs";

/** The core said no; the message is its sentence. */
export class Refusal extends Error {}

/** Starts the core in a worker of its own. */
export function engine() {
  const worker = startWorker(WORKER);
  const waiting = new Map();
  let last = 0;
  const fail = (why) => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  worker.addEventListener("error", (event) => fail(event.message || "the worker did not start"));
  worker.addEventListener("message", ({ data }) => {
    const asked = waiting.get(data.id);
    if (data.total !== undefined) return asked?.onProgress?.(data.done, data.total);
    waiting.delete(data.id);
    if (data.error === undefined) asked?.resolve(data.ok);
    else asked?.reject(new Refusal(data.error));
  });
  const send = (message, onProgress) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject, onProgress });
      worker.postMessage({ id: last, ...message });
    });
  return {
    /** Asks the core. */
    ask: (request) => send({ request }),
    /** Checks all ballots among the entries, with progress; throws at the first fault. */
    checkBallots: async (entries, onProgress) => {
      const manifests = manifestsOf(entries);
      const found = ofKind(entries, "ballot");
      const ballots = found.map(({ text }) => text);
      const { checked, fault } = await send({ ballots, manifests }, onProgress);
      if (fault) throw new Refusal(`entry ${found[fault.at].index}: ${fault.fault}`);
      return checked;
    },
  };
}
