// Sealing runs here, so that the page stays alive meanwhile. Takes {id, request}, answers
// {id, ok} or {id, error, module}; `module` says that the core itself could not be loaded.

import { core } from "../shared/module.mjs";

const MODULE = "tablet";

addEventListener("message", async ({ data: { id, request } }) => {
  let ask;
  try {
    ask = await core(MODULE);
  } catch (error) {
    postMessage({ id, error: error.message, module: error.name });
    return;
  }
  try {
    postMessage({ id, ok: request ? ask(request) : true });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
});
