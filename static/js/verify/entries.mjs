// Takes JSON text apart without changing a byte of it.
//
// The core hashes the bytes of an entry as they stand, so a page must not parse and write them
// again. These functions find where a value begins and ends, and cut.

const SPACE = /\s/;

/** The elements of a JSON array, each as the text it has in there. */
export function elements(text) {
  const found = [];
  let at = skip(text, expect(text, skip(text, 0), "["));
  while (text[at] !== "]") {
    const end = valueEnd(text, at);
    found.push(text.slice(at, end));
    at = next(text, end, "]");
  }
  return found;
}

/** The members of a JSON object: name to the text of its value. */
export function members(text) {
  const found = new Map();
  let at = skip(text, expect(text, skip(text, 0), "{"));
  while (text[at] !== "}") {
    const nameEnd = valueEnd(text, at);
    const name = JSON.parse(text.slice(at, nameEnd));
    at = skip(text, expect(text, skip(text, nameEnd), ":"));
    const end = valueEnd(text, at);
    found.set(name, text.slice(at, end));
    at = next(text, end, "}");
  }
  return found;
}

/** Entries joined again to the array that the core takes. */
export const joined = (entries) => `[${entries.join(",")}]`;

/** A bundle of entries so far, in the order of canonical JSON. */
export function bundleOf(entries, checkpoint) {
  const checkpoints = JSON.stringify([checkpoint]);
  return `{"checkpoints":${checkpoints},"entries":${joined(entries)},"kind":"piaojue/bundle/1"}`;
}

/** The entries of a kind, parsed, with their index in the log. */
export function ofKind(entries, kind) {
  const mark = `"kind":"${kind}"`;
  return entries.flatMap((text, index) => {
    if (!text.includes(mark)) return [];
    const entry = JSON.parse(text);
    return entry.kind === kind ? [{ index, text, body: entry.body }] : [];
  });
}

/** The manifests of all polls that were opened, by the poll's id. */
export function manifestsOf(entries) {
  const opened = ofKind(entries, "poll_opened");
  return Object.fromEntries(opened.map(({ body }) => [body.manifest.poll, body.manifest]));
}

function skip(text, at) {
  while (at < text.length && SPACE.test(text[at])) at += 1;
  return at;
}

function expect(text, at, letter) {
  if (text[at] !== letter) throw new SyntaxError(`${letter} expected at ${at}`);
  return at + 1;
}

/** Past a comma, or at the closing bracket. */
function next(text, end, closing) {
  const at = skip(text, end);
  return text[at] === closing ? at : skip(text, expect(text, at, ","));
}

function valueEnd(text, start) {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const letter = text[at];
    if (letter === '"') at = stringEnd(text, at);
    else if (letter === "[" || letter === "{") [depth, at] = [depth + 1, at + 1];
    else if (depth > 0 && (letter === "]" || letter === "}")) [depth, at] = [depth - 1, at + 1];
    else if (depth === 0) at = wordEnd(text, at);
    else at += 1;
    if (depth === 0) return at;
  }
  throw new SyntaxError("the text ends too early");
}

function stringEnd(text, start) {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  throw new SyntaxError("a string has no end");
}

function wordEnd(text, start) {
  let at = start;
  while (at < text.length && !/[\s,\]}:]/.test(text[at])) at += 1;
  if (at === start) throw new SyntaxError(`a value is expected at ${start}`);
  return at;
}
