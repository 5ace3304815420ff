// SHA-256 (FIPS 180-4) for pages on plain HTTP, where browsers offer none, and the log's hashes.
//
// It only compares and looks up: what is signed or opened is hashed by the core.

const ROUNDS = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const BLOCK_BYTES = 64;

const encoder = new TextEncoder();
const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

/** The digest of bytes: 32 bytes. */
export function sha256(bytes) {
  const state = new Uint32Array(START);
  const message = padded(bytes);
  const words = new Uint32Array(64);
  for (let at = 0; at < message.length; at += BLOCK_BYTES) {
    const block = new DataView(message.buffer, at, BLOCK_BYTES);
    for (let word = 0; word < 16; word += 1) words[word] = block.getUint32(word * 4);
    for (let word = 16; word < 64; word += 1) words[word] = stretched(words, word);
    compress(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, position) => digest.setUint32(position * 4, word));
  return new Uint8Array(digest.buffer);
}

function padded(bytes) {
  const blocks = Math.ceil((bytes.length + 9) / BLOCK_BYTES);
  const message = new Uint8Array(blocks * BLOCK_BYTES);
  message.set(bytes);
  message[bytes.length] = 0x80;
  new DataView(message.buffer).setBigUint64(message.length - 8, BigInt(bytes.length) * 8n);
  return message;
}

function stretched(words, at) {
  const [far, near] = [words[at - 15], words[at - 2]];
  const low = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3);
  const high = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10);
  return words[at - 16] + low + words[at - 7] + high;
}

function compress(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let round = 0; round < 64; round += 1) {
    const high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + high + ((e & f) ^ (~e & g)) + ROUNDS[round] + words[round]) | 0;
    const low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, position) => {
    state[position] += word;
  });
}

/** The digest of a text's UTF-8 bytes. */
export const ofText = (text) => sha256(encoder.encode(text));

/** The leaf of an entry in the log (RFC 6962). */
export function leafOf(text) {
  const bytes = encoder.encode(text);
  const message = new Uint8Array(bytes.length + 1);
  message.set(bytes, 1);
  return sha256(message);
}

/** The root over leaves, from the first on (RFC 6962). */
export function rootOf(leaves) {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0];
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  const node = new Uint8Array(65);
  node[0] = 1;
  node.set(rootOf(leaves.slice(0, left)), 1);
  node.set(rootOf(leaves.slice(left)), 33);
  return sha256(node);
}
