// The core in WebAssembly: "tablet" (small) or "ballotbox" (everything). Loaded once for a page.

import { load } from "../../ballotbox.mjs";

const loaded = new Map();

/** Gives `ask` (static/ballotbox.mjs) for a module; without WebAssembly a NoModuleError. */
export function core(name) {
  if (!loaded.has(name)) {
    const ask = fetched(name);
    // A failed load may be tried again, for instance when the network is back.
    ask.catch(() => loaded.delete(name));
    loaded.set(name, ask);
  }
  return loaded.get(name);
}

/** The browser is too old to seal or check anything. */
export class NoModuleError extends Error {
  constructor(cause) {
    super("this browser cannot run WebAssembly", { cause });
    this.name = "NoModuleError";
  }
}

async function fetched(name) {
  if (typeof WebAssembly !== "object") throw new NoModuleError();
  const response = await fetch(`/static/${name}.wasm`, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`/static/${name}.wasm: ${response.status}`);
  const bytes = await response.arrayBuffer();
  try {
    return await load(bytes);
  } catch (error) {
    throw new NoModuleError(error);
  }
}

/**
 * Starts a module worker from /static/js. Where trusted types are demanded, an address of a script
 * has to come from a policy; ours lets in nothing but our own static scripts.
 */
export function startWorker(path) {
  if (!path.startsWith("/static/js/")) throw new Error(`${path} is no script of ours`);
  return new Worker(trusted(path), { type: "module" });
}

let policy;
function trusted(path) {
  if (typeof trustedTypes === "undefined") return path;
  policy ??= trustedTypes.createPolicy("piaojue-worker", { createScriptURL: (own) => own });
  return policy.createScriptURL(path);
}
