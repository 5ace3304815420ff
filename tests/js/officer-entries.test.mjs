// Cutting logs and bundles without changing a byte; hashes and codes as the core makes them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { base64, crockford, grouped, plain, same, shortCode, toUrl } from
  "../../static/js/verify/codes.mjs";
import { bundleOf, elements, joined, members, ofKind } from "../../static/js/verify/entries.mjs";
import { leafOf, ofText, rootOf, sha256 } from "../../static/js/verify/sha256.mjs";

test("elements are cut as they stand", () => {
  const parts = ['{"a":"x,]}\\"","b":[1,{"c":[]}]}', '"\\\\"', "12", "true", "[]", "{}"];
  assert.deepEqual(elements(joined(parts)), parts);
  assert.deepEqual(elements(` [ ${parts.join(" , ")} ] `), parts);
  assert.deepEqual(elements("[]"), []);
});

test("members are cut as they stand", () => {
  const found = members('{"a":[1, 2],"b":"}","c":{"d":"\\""}}');
  assert.deepEqual([...found], [["a", "[1, 2]"], ["b", '"}"'], ["c", '{"d":"\\""}']]);
});

test("what is no JSON of that kind is refused", () => {
  for (const text of ["", "{}", "[1", "[1 2]", '["a', "[,]", "[[]"]) {
    assert.throws(() => elements(text), SyntaxError, text);
  }
  assert.throws(() => members('{"a" 1}'), SyntaxError);
});

test("a bundle of entries so far is canonical", () => {
  const entries = ['{"body":{},"kind":"ballot"}', '{"body":{"kind":"ballot"},"kind":"x"}'];
  const parts = members(bundleOf(entries, "note\n\n— a b\n"));
  assert.deepEqual(elements(parts.get("entries")), entries);
  assert.deepEqual(JSON.parse(parts.get("checkpoints")), ["note\n\n— a b\n"]);
  assert.deepEqual(ofKind(entries, "ballot").map(({ index }) => index), [0]);
});

test("SHA-256 is that of the platform at every length", () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256);
    const expected = createHash("sha256").update(bytes).digest("hex");
    assert.equal(Buffer.from(sha256(bytes)).toString("hex"), expected);
  }
  const text = "票决";
  assert.deepEqual(Buffer.from(ofText(text)), createHash("sha256").update(text).digest());
});

test("leaves and roots are those of RFC 6962", () => {
  const digest = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
  const [zero, one] = [Buffer.from([0]), Buffer.from([1])];
  const leaves = ["a", "b", "c"].map((text) => leafOf(text));
  assert.deepEqual(Buffer.from(leaves[0]), digest(zero, Buffer.from("a")));
  const left = digest(one, leaves[0], leaves[1]);
  assert.deepEqual(Buffer.from(rootOf(leaves)), digest(one, left, leaves[2]));
  assert.deepEqual(Buffer.from(rootOf([])), digest());
});

test("codes are read as people write them", () => {
  assert.equal(crockford([0xff, 0x00, 0x10]), "ZW010");
  assert.equal(plain("o1l-i 7kq2"), "01117KQ2");
  assert.ok(same("7kq2-m9xd", "7KQ2M9XD"));
  assert.ok(!same("7KQ2", "7KQ3"));
  assert.deepEqual(grouped("7KQ2-M9XD-4T", 4), ["7KQ2", "M9XD", "4T"]);
  assert.equal(shortCode(new Uint8Array(32), 10, 5), "00000-00000");
  assert.equal(toUrl(base64([251, 255, 254])), "-__-");
});
