// The core refuses in English sentences; here they become words of the page, with what to do.
//
// A refusal is {key, args, act, detail}: `key` says what happened, `act` what the officer does next
// and `detail` is what the core itself says, where the words do not say all of it.

const KNOWN = [
  [/refuted by check (\d+), (\w+): (.*)/s, "refuted", ["number", "name", "detail"], "stop"],
  [/^entry (\d+): the signature of the slip is wrong/, "entry-signature", ["index"], "stop"],
  [/^entry (\d+): the proof does not hold/, "entry-proof", ["index"], "stop"],
  [/^entry (\d+): (.*)/s, "entry", ["index", "detail"], "stop"],
  [/does not continue the one/, "fork", [], "stop"],
  [/closing note with the code (\S+) was signed/, "second-closing", ["code"], "stop"],
  [/not waiting for its closing note/, "not-closed", [], "reload"],
  [/not waiting for its certificate/, "not-opened", [], "reload"],
  [/^(\d+) sealed ballots; fewer than (\d+)/, "too-few", ["n", "least"], "void"],
  [/^(\d+) stubs, (\d+) sealed ballots/, "stubs", ["stubs", "ballots"], "presidium"],
  [/signature by (\S+) is missing/, "signature-missing", ["name"], "reload"],
  [/signature by (\S+) is wrong/, "signature-wrong", ["name"], "stop"],
  [/says something else than the entry/, "other-text", [], "stop"],
  [/not by a teller of this poll|no teller of this poll/, "not-teller", [], "card"],
  [/proof of possession of teller (\S+) fails/, "possession", ["name"], "stop"],
  [/character .* is in no code/, "code-character", [], "card"],
  [/expected (\d+) characters, found (\d+)/, "code-length", ["expected", "found"], "card"],
  [/last character of the code/, "code-last", [], "card"],
];

/** What a sentence of the core means. */
export function understood(sentence) {
  for (const [pattern, key, names, act] of KNOWN) {
    const found = pattern.exec(sentence);
    if (!found) continue;
    const { detail = null, ...args } =
      Object.fromEntries(names.map((name, at) => [name, found[at + 1]]));
    return { key: `officer-refusal-${key}`, args, act: `officer-act-${act}`, detail };
  }
  return { key: "officer-refusal-other", args: {}, act: "officer-act-stop", detail: sentence };
}
