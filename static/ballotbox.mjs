// Loads the core and answers requests: ask({do: "make_card"}) → the answer, or an Error.
//
// The module is plain WebAssembly with one import: entropy(address, length) fills its memory with
// random bytes of the host and returns 0. It keeps nothing between requests.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
// crypto.getRandomValues gives at most this many bytes at once.
const ENTROPY_AT_ONCE = 65536;

export async function load(bytes) {
  let exports;
  const memory = (address, length) => new Uint8Array(exports.memory.buffer, address, length);
  const entropy = (address, length) => {
    try {
      for (let done = 0; done < length; done += ENTROPY_AT_ONCE) {
        const part = Math.min(ENTROPY_AT_ONCE, length - done);
        crypto.getRandomValues(memory((address >>> 0) + done, part));
      }
      return 0;
    } catch {
      return 1;
    }
  };
  const { instance } = await WebAssembly.instantiate(bytes, { env: { entropy } });
  exports = instance.exports;

  return function ask(request) {
    const written = encoder.encode(JSON.stringify(request));
    const address = exports.take(written.length) >>> 0;
    if (address === 0) throw new Error("the request is too large");
    memory(address, written.length).set(written);
    written.fill(0);
    const answer = BigInt.asUintN(64, exports.answer(address, written.length));
    const [place, length] = [Number(answer >> 32n), Number(answer & 0xffffffffn)];
    if (place === 0) throw new Error("the answer is too large");
    const text = decoder.decode(memory(place, length));
    exports.give_back(place, length);
    const { ok, error } = JSON.parse(text);
    if (error !== undefined) throw new Error(error);
    return ok;
  };
}
