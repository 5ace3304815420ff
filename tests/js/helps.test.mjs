// The button beside a password shows it and hides it again, and it is sent as a password.
import assert from "node:assert/strict";
import { test } from "node:test";

import { start } from "../../static/js/shared/helps.mjs";

/** An element that hears and holds what the script sets. */
function element(more = {}) {
  const heard = {};
  return { heard, hidden: true, attributes: {}, ...more,
    addEventListener(name, act) { heard[name] = act; },
    setAttribute(name, value) { this.attributes[name] = value; } };
}

test("a password is shown while it is wanted, and never sent as text", () => {
  const form = element();
  const field = { type: "password", form };
  const button = element({ dataset: { shows: "new" } });
  start({ getElementById: (id) => (id === "new" ? field : null),
    querySelectorAll: (wanted) => (wanted === "[data-shows]" ? [button] : []) });
  assert.equal(button.hidden, false);
  button.heard.click();
  assert.deepEqual([field.type, button.attributes["aria-pressed"]], ["text", "true"]);
  form.heard.submit();
  assert.deepEqual([field.type, button.attributes["aria-pressed"]], ["password", "false"]);
  button.heard.click();
  button.heard.click();
  assert.equal(field.type, "password");
});

test("a page is printed by its button", () => {
  let printed = 0;
  const button = element();
  start({ defaultView: { print: () => (printed += 1) },
    querySelectorAll: (wanted) => (wanted === "[data-prints]" ? [button] : []) });
  button.heard.click();
  assert.deepEqual([button.hidden, printed], [false, 1]);
});
