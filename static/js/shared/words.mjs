// The page's words, which the server prints as JSON into
// <script type="application/json" id="words">; a page with the words of two areas has a second
// one, whose id begins with "words-".

let words;

/** The words of a key, with `{n}` replaced by `args.n`. A key that is missing is a mistake. */
export function say(key, args = {}) {
  words ??= Object.assign({}, ...[...document.querySelectorAll("[id=words], [id^=words-]")]
    .map((script) => JSON.parse(script.textContent)));
  return spoken(words, key, args);
}

/** The same on given words. */
export function spoken(all, key, args) {
  const text = all[key];
  if (text === undefined) throw new Error(`there are no words for ${key}`);
  return text.replace(/\{ ?\$?([a-z_]+) ?\}/g, (whole, name) => {
    if (args[name] === undefined) throw new Error(`${key} wants a value for ${name}`);
    return String(args[name]);
  });
}
