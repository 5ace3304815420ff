// Reads a QR code with the camera, where the browser can. Typing and pasting are equals.

import { el, fill } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

const LOOK_EVERY_MS = 250;

export const canScan = () =>
  isSecureContext && "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices);

/** The button that scans, and where the camera shows; `take(text)` gets the code that is read. */
export function scanner(take) {
  const place = el("div", {});
  const button = el("button", { type: "button", class: "button" }, say("officer-scan"));
  button.addEventListener("click", async () => {
    // One camera at a time.
    button.disabled = true;
    const found = await scan(place);
    button.disabled = false;
    if (found) take(found);
  });
  return [button, place];
}

/**
 * Shows the camera in `place` until a code is read; gives its text, or null when it is stopped or
 * the place is no longer on the page.
 */
async function scan(place) {
  const video = el("video", { class: "scan", playsinline: true, muted: true });
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    await video.play();
    return await firstCode(place, video);
  } catch {
    fill(place, el("p", { class: "field-error", role: "alert" }, say("officer-scan-failed")));
    return null;
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.remove();
  }
}

async function firstCode(place, video) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  const button = { type: "button", class: "button", on: { click: stop } };
  fill(place, video, el("button", button, say("officer-scan-stop")));
  while (!stopped && place.isConnected) {
    const [code] = await detector.detect(video);
    if (code) {
      fill(place);
      return code.rawValue;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  fill(place);
  return null;
}
