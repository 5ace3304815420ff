// A slip's QR code by the tablet's camera, where the browser has a BarcodeDetector and allows the
// camera. A scanner that types and the tablet's own camera app need nothing of this.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { readCode } from "./code.mjs";

const LOOK_MS = 200;

/** Whether this browser can scan in the page. */
export function canScan() {
  return isSecureContext && "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices);
}

/** Shows the camera's picture in `place` until a code is read; null when it was given up. */
export async function scan(place) {
  const back = { video: { facingMode: "environment" } };
  const stream = await navigator.mediaDevices.getUserMedia(back);
  const detector = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
  const video = el("video", { class: "camera", autoplay: true, playsinline: true, muted: true });
  video.srcObject = stream;
  let given = false;
  const stop = el("button", { type: "button", class: "button big", id: "stop-scan",
    on: { click: () => { given = true; } } }, say("vote-stop-scan"));
  place.replaceChildren(video, el("p", {}, say("vote-scan-hint")), stop);
  try {
    while (!given && place.isConnected) {
      const found = video.readyState >= 2 ? await detector.detect(video) : [];
      const code = found.map(({ rawValue }) => readCode(rawValue)).find(Boolean);
      if (code) return code;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    place.replaceChildren();
  }
}
