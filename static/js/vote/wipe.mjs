// Empties every store of this site in the browser. The program writes one entry of sessionStorage;
// the rest is emptied so that nothing can gather there.

/** Wipes what can be wiped; what a browser forbids to touch is empty for us, too. */
export function wipeStorage() {
  for (const store of ["sessionStorage", "localStorage"]) {
    try {
      globalThis[store].clear();
    } catch {
      // Storage is switched off.
    }
  }
  globalThis.caches?.keys()
    .then((names) => Promise.all(names.map((name) => caches.delete(name))))
    .catch(() => {});
  globalThis.indexedDB?.databases?.()
    .then((all) => all.forEach(({ name }) => indexedDB.deleteDatabase(name)))
    .catch(() => {});
}
