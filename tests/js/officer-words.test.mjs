// Every word that the officer's pages and the verifier say exists in both languages, with the same
// values in it, and none is left over.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const list = (path, ending) => readdirSync(new URL(path, ROOT), { recursive: true })
  .filter((name) => name.endsWith(ending)).map((name) => `${path}/${name}`);

const CODE = [...list("static/js/officer", ".mjs"), ...list("static/js/verify", ".mjs")];
// A page's title is said by the code that renders it.
const PAGES = [...list("templates/officer", ".html"), "templates/verify.html",
  "src/http/pages/officer.rs"];

function messages(language) {
  const lines = ["officer", "verify"].flatMap((area) =>
    read(`locales/${language}/${area}.ftl`).split("\n"));
  const found = lines.map((line) => /^([a-z0-9-]+) = (.+)$/.exec(line)).filter(Boolean);
  return found.map(([, key, text]) => [key, text]);
}

function used() {
  const [fixed, patterns] = [new Set(), []];
  for (const path of [...CODE, ...PAGES]) {
    const text = read(path);
    for (const [, key] of text.matchAll(/"((?:officer|verify)-[a-z0-9-]+)"/g)) fixed.add(key);
    for (const [, made] of text.matchAll(/`((?:officer|verify)-[^`]*)`/g)) {
      patterns.push(new RegExp(`^${made.replace(/\$\{[^}]*\}/g, "[a-z0-9-]+")}$`));
    }
  }
  return { fixed, patterns };
}

test("both languages have the same words with the same values, none twice", () => {
  const [zh, en] = [messages("zh-CN"), messages("en")];
  assert.deepEqual(zh.map(([key]) => key), en.map(([key]) => key));
  assert.equal(new Set(zh.map(([key]) => key)).size, zh.length);
  const values = (text) => [...text.matchAll(/\{ \$([a-z_]+) \}/g)].map(([, name]) => name).sort();
  zh.forEach(([key, text], at) => {
    assert.deepEqual(values(text), values(en[at][1]), key);
    assert.equal((text.match(/[{}]/g) ?? []).length, values(text).length * 2, key);
  });
});

test("every key that is named exists", () => {
  const known = new Set(messages("en").map(([key]) => key));
  const { fixed, patterns } = used();
  const ids = new Set(["officer-slips", "officer-card"]);
  const missing = [...fixed].filter((key) => !known.has(key) && !ids.has(key));
  assert.deepEqual(missing, []);
  for (const pattern of patterns) {
    assert.ok([...known].some((key) => pattern.test(key)), String(pattern));
  }
});

test("no word is left over", () => {
  const { fixed, patterns } = used();
  const table = read("static/js/officer/refusal.mjs");
  const refusals = [...table.matchAll(/"([a-z-]+)", \[.*\], "([a-z]+)"\]/g)]
    .flatMap(([, key, act]) => [`officer-refusal-${key}`, `officer-act-${act}`]);
  const said = (key) => fixed.has(key) || refusals.includes(key)
    || patterns.some((pattern) => pattern.test(key));
  assert.deepEqual(messages("en").map(([key]) => key).filter((key) => !said(key)), []);
});
