// Measures the page: sizes and gaps of what is pressed, letters and contrast of what is read, and
// what is too wide. `arguments[0]` is a selector: only what is inside is measured.
const root = document.querySelector(arguments[0]);
if (!root) return null;

const PRESSED = `a[href], button, input:not([type=hidden]), select, textarea, summary,
  [role=button], [role=link], [role=checkbox], [role=radio], [role=tab], [role=switch],
  [role=menuitem], [role=option], [tabindex]:not([tabindex="-1"])`;
const FAR = 64;

const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, 40);

function selector(element) {
  const parts = [];
  for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
    if (at.id) return [`#${at.id}`, ...parts].join(" > ");
    const name = at.localName;
    const twins = [...(at.parentElement?.children ?? [])].filter((one) => one.localName === name);
    parts.unshift(twins.length > 1 ? `${name}:nth-of-type(${twins.indexOf(at) + 1})` : name);
  }
  return parts.join(" > ");
}

const place = (element, text) => ({
  selector: selector(element),
  text: clean(text ?? element.innerText ?? element.value) || clean(element.value),
});

// Hidden, outside the page (skip links), or kept for screen readers only.
function seen(element) {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const { clipPath, clip, overflow, position } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    if (clipPath.startsWith("inset(50%")) return false;
    if (position === "absolute" && /rect\(0px,? 0px/.test(clip)) return false;
    if (overflow === "hidden" && (box.width <= 1 || box.height <= 1)) return false;
  }
  return true;
}

function inPage(box) {
  return box.width > 0 && box.height > 0 && box.right + scrollX > 0 && box.bottom + scrollY > 0;
}

// A box or a button in a label is pressed by its label too.
function area(element) {
  const boxes = [element, ...(/^(checkbox|radio)$/.test(element.type) ? element.labels : [])]
    .map((one) => one.getBoundingClientRect())
    .filter((box) => box.width > 0 && box.height > 0);
  if (boxes.length === 0) return element.getBoundingClientRect();
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  return { left, top, right, bottom, width: right - left, height: bottom - top };
}

// A link among words has the height of its line.
function inText(element) {
  if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
  const words = [...element.parentElement.childNodes].filter((one) => one.nodeType === 3);
  return words.some((one) => one.data.trim() !== "");
}

function pressed() {
  return [...root.querySelectorAll(PRESSED)]
    .filter((element) => !inText(element))
    .map((element) => ({ element, box: area(element) }))
    .filter(({ element, box }) => inPage(box) && [element, ...(element.labels ?? [])].some(seen))
    .map(({ element, box }) => ({ element, box, at: place(element, name(element)) }));
}

function name(element) {
  return element.innerText || element.labels?.[0]?.innerText || element.ariaLabel;
}

function gaps(targets) {
  const found = [];
  targets.forEach((one, index) => {
    for (const other of targets.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right, 0);
      const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom, 0);
      const px = Math.hypot(across, down);
      if (px < FAR) found.push({ one: one.at, other: other.at, px });
    }
  });
  return found;
}

const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

// Red, green, blue from 0 to 255 and opacity from 0 to 1 of any colour that CSS can say.
function colour(css) {
  const plain = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css);
  if (plain) return [+plain[1], +plain[2], +plain[3], plain[4] === undefined ? 1 : +plain[4]];
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = css;
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

const over = ([r, g, b, a], under) =>
  [r, g, b].map((value, index) => value * a + under[index] * (1 - a));

// The colours that may stand behind an element: several behind a gradient, none (null) if a
// picture is there.
function behind(element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at);
    if (/url\(|image-set|element\(/.test(backgroundImage)) return null;
    const stops = backgroundImage.match(/(?:rgba?|color|oklch|oklab|lab|lch)\([^()]*\)/g) ?? [];
    if (stops.length > 0) layers.push(stops.map(colour));
    layers.push([colour(backgroundColor)]);
    if (colour(backgroundColor)[3] === 1) break;
  }
  return layers.reduceRight(
    (unders, layer) => layer.flatMap((top) => unders.map((under) => over(top, under))),
    [[255, 255, 255]],
  );
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function contrast(element, css) {
  const unders = behind(element);
  if (unders === null) return null;
  let [r, g, b, alpha] = colour(css);
  for (let at = element; at; at = at.parentElement) alpha *= getComputedStyle(at).opacity;
  return Math.min(...unders.map((under) => ratio(over([r, g, b, alpha], under), under)));
}

function reading(element, text, style, from = style.color) {
  const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;
  const font_px = parseFloat(style.fontSize) * scale;
  return { at: place(element, text), font_px, contrast: contrast(element, from) };
}

// Text of the document, then of fields, then what style sheets add.
function texts() {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() === "" || !seen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    if (![...range.getClientRects()].some(inPage)) continue;
    const style = getComputedStyle(element);
    const drawn = element instanceof SVGElement ? style.fill : style.color;
    found.push(reading(element, walker.currentNode.data, style, drawn));
  }
  const silent = /^(hidden|checkbox|radio|range|color|image|file)$/;
  for (const field of root.querySelectorAll("input, textarea, select")) {
    if (silent.test(field.type) || !seen(field) || !inPage(field.getBoundingClientRect())) continue;
    if (field.value) found.push(reading(field, field.value, getComputedStyle(field)));
    else if (field.placeholder) {
      const style = getComputedStyle(field, "::placeholder");
      found.push(reading(field, field.placeholder, style));
    }
  }
  for (const element of root.querySelectorAll("*")) {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const words = /"(.*)"/.exec(style.content)?.[1] ?? "";
      if (words.trim() === "" || style.display === "none" || !seen(element)) continue;
      found.push(reading(element, words, style));
    }
  }
  return found;
}

// Elements that reach beyond the page's right edge, if the page can be moved sideways at all.
function wide() {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const out = [...document.body.querySelectorAll("*")]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => inPage(box) && box.right + scrollX > page.clientWidth + 0.5);
  const deepest = out.filter(({ element }) => !out.some((one) => one.element !== element
    && element.contains(one.element)));
  const by = (box) => box.right + scrollX - page.clientWidth;
  const found = deepest.map(({ element, box }) => ({ at: place(element), px: by(box) }));
  const whole = { at: place(document.body), px: page.scrollWidth - page.clientWidth };
  return found.length > 0 ? found : [whole];
}

const targets = pressed();
return {
  targets: targets.map(({ at, box }) => ({ at, width: box.width, height: box.height })),
  gaps: gaps(targets),
  texts: texts(),
  wide: wide(),
};
