// The officer's camera: one at a time, and none once its place is left.
import assert from "node:assert/strict";
import { test } from "node:test";

import { scanner } from "../../static/js/officer/scan.mjs";
import { onPage, tag } from "./tree.mjs";

const words = { "officer-scan": "Scan", "officer-scan-stop": "Stop" };

/** A page with a scanner; what the camera sees is set in `camera.code`. */
function scanning() {
  const camera = { begun: 0, running: 0, looks: 0, code: null };
  const taken = [];
  const track = { stop: () => (camera.running -= 1) };
  const getUserMedia = async () => {
    camera.begun += 1;
    camera.running += 1;
    return { getTracks: () => [track] };
  };
  Object.defineProperty(globalThis, "navigator",
    { value: { mediaDevices: { getUserMedia } }, configurable: true });
  globalThis.BarcodeDetector = class {
    async detect() {
      camera.looks += 1;
      return camera.code ? [{ rawValue: camera.code }] : [];
    }
  };
  globalThis.setTimeout = (then) => setImmediate(then);
  const page = onPage(tag("script", { id: "words" }, JSON.stringify(words)));
  document.createElement = (name) => Object.assign(tag(name), { play: async () => {} });
  const [button, place] = scanner((text) => taken.push(text));
  page.append(button, place);
  return { camera, taken, button, place };
}

/** Waits until the camera has looked once more. */
async function look(camera) {
  const { looks } = camera;
  for (let turns = 0; turns < 100 && camera.looks === looks; turns += 1) {
    await new Promise(setImmediate);
  }
  assert.ok(camera.looks > looks, "the camera does not look");
}

test("one press is one camera, until a code is read", async () => {
  const { camera, taken, button } = scanning();
  const over = button.click();
  await look(camera);
  button.click();
  await look(camera);
  assert.deepEqual([camera.begun, button.disabled], [1, true]);
  camera.code = "CARD";
  await over;
  assert.deepEqual([taken, camera.running, button.disabled], [["CARD"], 0, false]);
});

test("the camera is let go where its task is left", async () => {
  const { camera, taken, button, place } = scanning();
  const over = button.click();
  await look(camera);
  place.remove();
  const { looks } = camera;
  await Promise.race([over, new Promise((_, fail) => {
    const wait = (turns) => (turns ? setImmediate(wait, turns - 1) : fail(new Error("it runs on")));
    wait(50);
  })]);
  assert.deepEqual([taken, camera.running], [[], 0]);
  assert.ok(camera.looks <= looks + 1);
});
