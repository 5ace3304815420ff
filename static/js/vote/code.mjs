// Reads slip codes as people and machines give them: typed, pasted, scanned, in a link's fragment.
// A code is 16 characters of Crockford base32, in any case; O is 0, I and L are 1.

export const GROUPS = 4;
export const GROUP_LENGTH = 4;
const LENGTH = GROUPS * GROUP_LENGTH;
const STRANGE = /[^0-9A-HJKMNP-TV-Z]/;

/** The 16 characters, or null when it is no code. */
export function readCode(text) {
  const code = plain(afterHash(text));
  return code.length === LENGTH && !STRANGE.test(code) ? code : null;
}

/** The code in groups, as it is printed. */
export function inGroups(text) {
  const code = plain(text);
  return Array.from({ length: GROUPS }, (_, at) =>
    code.slice(at * GROUP_LENGTH, (at + 1) * GROUP_LENGTH));
}

/**
 * What the boxes hold after `text` came into the box at `at`: too many characters run over into
 * the boxes behind. A whole code or link fills all boxes. Gives the groups and which box is next.
 */
export function spread(groups, at, text) {
  const whole = readCode(text);
  if (whole) return { groups: inGroups(whole), next: GROUPS - 1 };
  const filled = [...groups];
  let rest = plain(text);
  let box = at;
  filled[box] = rest.slice(0, GROUP_LENGTH);
  rest = rest.slice(GROUP_LENGTH);
  while (rest !== "" && box < GROUPS - 1) {
    box += 1;
    filled[box] = rest.slice(0, GROUP_LENGTH);
    rest = rest.slice(GROUP_LENGTH);
  }
  const full = filled[box].length === GROUP_LENGTH;
  return { groups: filled, next: full ? Math.min(box + 1, GROUPS - 1) : box };
}

/**
 * A scanner is a keyboard that types the code or the link and then Enter, wherever the focus is.
 * Gives `key(name)`, which takes every key and gives a code when Enter ends one.
 */
export function scannerBuffer() {
  const LONGEST = 300;
  let typed = "";
  return function key(name) {
    if (name === "Enter") {
      const code = readCode(typed);
      typed = "";
      return code;
    }
    if (name.length === 1) typed = (typed + name).slice(-LONGEST);
    else if (!["Shift", "CapsLock", "Unidentified", "Process"].includes(name)) typed = "";
    return null;
  };
}

function afterHash(text) {
  return text.slice(text.lastIndexOf("#") + 1);
}

function plain(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s\-\u2010-\u2015_]/g, "")
    .replaceAll("O", "0").replace(/[IL]/g, "1");
}
