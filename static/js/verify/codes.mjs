// Codes that people read, type and compare, and the two ways in which bytes are written.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Crockford base32, the last letter filled up with zero bits. */
export function crockford(bytes) {
  let [text, window, bits] = ["", 0, 0];
  for (const byte of bytes) {
    window = ((window << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; ) {
      bits -= 5;
      text += LETTERS[(window >>> bits) & 31];
    }
  }
  return bits > 0 ? text + LETTERS[(window << (5 - bits)) & 31] : text;
}

/** A code as it counts: what people may confuse or add is put right, the rest is dropped. */
export function plain(text) {
  const upper = text.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return [...upper].filter((letter) => LETTERS.includes(letter)).join("");
}

/** Whether two codes are the same to people. */
export const same = (one, other) => plain(one) === plain(other);

/** A code in groups: grouped("7KQ2M9XD", 4) is ["7KQ2", "M9XD"]. */
export function grouped(code, size) {
  const letters = plain(code);
  const count = Math.ceil(letters.length / size);
  return Array.from({ length: count }, (_, at) => letters.slice(at * size, (at + 1) * size));
}

/** The first letters of a digest as a code, in groups joined by hyphens. */
export function shortCode(digest, length, size) {
  return grouped(crockford(digest).slice(0, length), size).join("-");
}

/** Standard base64 as in notes. */
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** Base64url without padding, as in JSON, from standard base64. */
export function toUrl(standard) {
  return standard.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
