// The page's side of the worker that seals. Where module workers do not exist, the page asks the
// core itself: slower to touch for a second, the same otherwise.

import { core, startWorker } from "../shared/module.mjs";

/** The core gave no answer: `old` when the browser cannot load it, else it may be asked again. */
export class SealerError extends Error {
  constructor(message, old) {
    super(message);
    this.name = "SealerError";
    this.old = old;
  }
}

/** A worker with the core. `renew` ends it with all its memory and begins a new one. */
export class Sealer {
  #worker = null;
  #open = new Map();
  #next = 1;
  #workers = true;

  /** Loads the core ahead of time. */
  warm() {
    return this.ask(null);
  }

  /** Asks the core; its refusals are plain errors with a sentence. */
  async ask(request) {
    if (!this.#workers) return inPage(request);
    try {
      return await this.#inWorker(request);
    } catch (error) {
      if (error !== NO_WORKER) throw error;
      this.#workers = false;
      return inPage(request);
    }
  }

  /** Leaves nothing of a deputy in the worker's memory, and loads the core anew. */
  renew() {
    this.#worker?.terminate();
    this.#worker = null;
    // Nobody may take this for the core's refusal, which means that something was tampered with.
    const ended = new SealerError("the sealer was renewed", false);
    for (const { reject } of this.#open.values()) reject(ended);
    this.#open.clear();
    return this.warm();
  }

  #inWorker(request) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#open.set(id, { resolve, reject });
      try {
        this.#worker ??= this.#started();
        this.#worker.postMessage({ id, request });
      } catch {
        this.#open.delete(id);
        reject(NO_WORKER);
      }
    });
  }

  #started() {
    const worker = startWorker("/static/js/vote/worker.mjs");
    worker.addEventListener("message", ({ data }) => {
      const asked = this.#open.get(data.id);
      this.#open.delete(data.id);
      if (data.module) asked?.reject(new SealerError(data.error, data.module === OLD));
      else if (data.error !== undefined) asked?.reject(new Error(data.error));
      else asked?.resolve(data.ok);
    });
    worker.addEventListener("error", () => {
      worker.terminate();
      this.#worker = null;
      for (const { reject } of this.#open.values()) reject(NO_WORKER);
      this.#open.clear();
    });
    return worker;
  }
}

const OLD = "NoModuleError";
const NO_WORKER = new Error("there are no module workers here");

async function inPage(request) {
  let ask;
  try {
    ask = await core("tablet");
  } catch (error) {
    throw new SealerError(error.message, error.name === OLD);
  }
  return request ? ask(request) : true;
}
