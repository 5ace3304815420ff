// The words of the tablet: both languages have the same keys and arguments, and the scripts ask
// for nothing else.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { spoken } from "../../static/js/shared/words.mjs";

const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
// The page that enrols a tablet has its words beside those of the desk's list.
const enrolment = (language) => file(`locales/${language}/tablets.ftl`).split("\n")
  .filter((line) => line.startsWith("enrol-")).map((line) => `${line}\n`).join("");
const words = (language) => Object.fromEntries(
  (file(`locales/${language}/vote.ftl`) + enrolment(language)).split(/\n(?=\S|$)/)
    .filter((line) => /^[a-z]/.test(line))
    .map((line) => {
      const [key, ...text] = line.split("=");
      return [key.trim(), text.join("=").trim()];
    }));
const [chinese, english] = [words("zh-CN"), words("en")];

test("both languages have the same keys and arguments", () => {
  assert.deepEqual(Object.keys(english), Object.keys(chinese));
  const names = (text) => [...new Set(text.match(/\$\w+/g))].sort();
  for (const key of Object.keys(chinese)) {
    assert.deepEqual(names(english[key]), names(chinese[key]), key);
  }
});

test("the words that scripts name are there", () => {
  for (const name of readdirSync(new URL("../../static/js/vote", import.meta.url))) {
    const script = file(`static/js/vote/${name}`);
    for (const [, key] of script.matchAll(/say\("([^"]+)"/g)) {
      assert.ok(key in chinese, `${name}: ${key}`);
    }
    for (const [, prefix] of script.matchAll(/say\(`([a-z-]+)\$\{/g)) {
      const some = Object.keys(chinese).some((key) => key.startsWith(prefix));
      assert.ok(some, `${name}: ${prefix}…`);
    }
  }
});

test("arguments are put in, and a missing one is a mistake", () => {
  assert.equal(spoken({ a: "还有 {n} 项" }, "a", { n: 3 }), "还有 3 项");
  assert.throws(() => spoken({ a: "{n}" }, "a", {}), /wants a value for n/);
  assert.throws(() => spoken({}, "a", {}), /no words for a/);
});
