// Says "drawn" if Chinese characters are drawn as themselves and not as boxes: 一 is one flat
// stroke, 票 is tall, and no two of 票, 决 and a code point that nobody has look the same.
const size = 64;
const canvas = document.createElement("canvas");
canvas.width = canvas.height = size;
const context = canvas.getContext("2d", { willReadFrequently: true });

function ink(character) {
  context.clearRect(0, 0, size, size);
  context.font = `48px "Noto Sans CJK SC", sans-serif`;
  context.textBaseline = "top";
  context.fillText(character, 8, 8);
  const pixels = context.getImageData(0, 0, size, size).data;
  const rows = new Set();
  let shape = "";
  for (let at = 3; at < pixels.length; at += 4) {
    const dark = pixels[at] > 127;
    shape += dark ? "1" : "0";
    if (dark) rows.add(Math.floor(at / 4 / size));
  }
  return { shape, height: rows.size };
}

const [flat, vote, decide, nobody] = ["一", "票", "决", "\u{10fffd}"].map(ink);
const different = new Set([vote.shape, decide.shape, nobody.shape]).size === 3;
const strokes = flat.height > 0 && flat.height < 12 && vote.height > 30;
return different && strokes ? "drawn" : `different: ${different}, height of 一: ${flat.height}`;
