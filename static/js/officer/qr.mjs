// QR codes as drawings: the core gives the dark modules, the page draws them.

import { svg } from "../shared/dom.mjs";

// Light modules that a reader needs around a code.
const QUIET = 4;

/** The dark modules as one path, row by row. */
export function path(width, dark) {
  let drawn = "";
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let run = 0;
      while (x + run < width && dark[y * width + x + run] === "1") run += 1;
      if (run > 0) drawn += `M${x + QUIET} ${y + QUIET}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return drawn;
}

/** The drawing of a code, with words for those who cannot see it. */
export async function drawn(ask, text, label) {
  const { width, dark } = await ask({ do: "qr", text });
  const side = width + 2 * QUIET;
  return svg("svg", {
    class: "qr",
    viewBox: `0 0 ${side} ${side}`,
    role: "img",
    "aria-label": label,
    "shape-rendering": "crispEdges",
  }, svg("path", { d: path(width, dark), fill: "#000" }));
}
